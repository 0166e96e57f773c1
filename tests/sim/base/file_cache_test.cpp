// A cache that many processes share: what is found is what was kept, whatever became of its files.
#include "sim/base/file_cache.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <map>

#include "sim/base/build_id.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace file_cache_test {

namespace fs = std::filesystem;

class Cache : public ::testing::Test {
 protected:
  Cache() : root_(fs::temp_directory_path() / ("metronome_cache_" + std::to_string(::getpid()))) {
    fs::create_directories(root_);
  }
  ~Cache() override { fs::remove_all(root_); }
  [[nodiscard]] fs::path folder() const { return root_ / "cache"; }
  [[nodiscard]] FileCache open(std::uint64_t most = FileCache::kMostBytes) const {
    return FileCache(folder(), most);
  }
  /// What a process that has not seen it yet finds.
  [[nodiscard]] std::string found(const std::string& key) const {
    return open().find(key).value_or("none");
  }
  /// All files, by name.
  [[nodiscard]] std::map<std::string, fs::path> files() const {
    std::map<std::string, fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      if (entry.is_regular_file() && entry.path().filename() != "CACHEDIR.TAG") {
        all[entry.path().filename().string()] = entry.path();
      }
    }
    return all;
  }
  [[nodiscard]] fs::path only_file() const {
    EXPECT_EQ(files().size(), 1u);
    return files().begin()->second;
  }

 private:
  fs::path root_;
};

/// Runs each in a process of its own, all at once; whether all went well.
bool all_well(const std::vector<std::function<bool()>>& works) {
  std::vector<pid_t> children;
  for (const auto& work : works) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(work() ? 0 : 1);
    }
    children.push_back(child);
  }
  bool well = true;
  for (const pid_t child : children) {
    int status = 0;
    well = ::waitpid(child, &status, 0) == child && status == 0 && well;
  }
  return well;
}

std::string bytes_of(int i) { return std::string(static_cast<std::size_t>(i), 'x') + '\0' + "y"; }

TEST_F(Cache, gives_what_was_kept_under_the_key_and_nothing_else) {
  FileCache cache = open();
  cache.keep("one", bytes_of(3));
  cache.keep("two", "");
  cache.keep("", "of nothing");
  EXPECT_EQ(cache.find("one"), bytes_of(3));
  EXPECT_EQ(found("one"), bytes_of(3));
  EXPECT_EQ(found("two"), "");
  EXPECT_EQ(found(""), "of nothing");
  EXPECT_EQ(found("three"), "none");
  cache.keep("one", "anew");
  EXPECT_EQ(found("one"), "anew");
  EXPECT_EQ(cache.state().entries, 3u);
  EXPECT_EQ(cache.state().unfinished, 0u);
}

TEST_F(Cache, an_entry_with_any_byte_changed_or_cut_off_is_not_found_and_is_kept_anew) {
  open().keep("key", "twelve bytes");
  const fs::path file = only_file();
  const std::string whole = read_file(file);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write_file_atomically(file, damaged);
    EXPECT_EQ(found("key"), "none") << i;
    write_file_atomically(file, whole.substr(0, i));
    EXPECT_EQ(found("key"), "none") << i;
  }
  write_file_atomically(file, whole + "x");
  EXPECT_EQ(found("key"), "none");
  EXPECT_EQ(open().damaged(), std::vector<fs::path>{file});
  open().keep("key", "twelve bytes");
  EXPECT_EQ(read_file(file), whole);
  EXPECT_TRUE(open().damaged().empty());
}

TEST_F(Cache, an_entry_of_another_key_is_not_found_in_its_place) {
  open().keep("one", "1");
  const fs::path one = only_file();
  open().keep("two", "2");
  for (const auto& [name, path] : files()) {
    if (path != one) {
      fs::copy_file(one, path, fs::copy_options::overwrite_existing);
      EXPECT_EQ(open().damaged(), std::vector<fs::path>{path});
    }
  }
  EXPECT_EQ(found("two"), "none");
  EXPECT_EQ(found("one"), "1");
  EXPECT_EQ(open().prune(FileCache::kMostBytes), 1u);
  EXPECT_EQ(open().state().entries, 1u);
}

TEST_F(Cache, eight_writers_of_the_same_entries_leave_each_of_them_whole) {
  std::vector<std::function<bool()>> writers;
  for (int writer = 0; writer < 8; ++writer) {
    writers.emplace_back([&, writer] {
      FileCache cache = open();
      bool right = true;
      for (int i = 0; i < 300; ++i) {
        const int key = (i * (2 * writer + 1)) % 300;
        cache.keep(std::to_string(key), bytes_of(key));
        const int other = (i * 7 + writer) % 300;
        const auto kept = open().find(std::to_string(other));
        right = right && (!kept || *kept == bytes_of(other));
      }
      return right;
    });
  }
  EXPECT_TRUE(all_well(writers));
  const FileCache cache = open();
  EXPECT_EQ(cache.state().entries, 300u);
  EXPECT_EQ(cache.state().unfinished, 0u);
  EXPECT_TRUE(cache.damaged().empty());
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(found(std::to_string(i)), bytes_of(i));
  }
}

TEST_F(Cache, what_a_killed_writer_left_is_no_entry_and_is_removed_when_it_is_old) {
  open().keep("key", "bytes");
  const fs::path file = only_file();
  const fs::path left = file.parent_path() / ("." + file.filename().string() + ".4194304.new");
  write_file_atomically(left, "half an ent");
  EXPECT_EQ(open().state().entries, 1u);
  EXPECT_EQ(open().state().unfinished, 1u);
  EXPECT_EQ(open().prune(FileCache::kMostBytes), 0u);  // it may be under way
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  EXPECT_EQ(open().prune(FileCache::kMostBytes), 1u);
  EXPECT_EQ(found("key"), "bytes");
}

TEST_F(Cache, what_was_used_longest_ago_goes_first_and_a_use_counts) {
  FileCache cache = open();
  std::map<std::string, fs::path> of_key;
  for (int age : {5, 4, 3, 2}) {
    const auto before = files();
    cache.keep(std::to_string(age), std::string(1000, 'x'));
    for (const auto& [name, path] : files()) {
      if (!before.contains(name)) {
        of_key[std::to_string(age)] = path;
      }
    }
  }
  for (const auto& [key, path] : of_key) {
    fs::last_write_time(path,
                        fs::file_time_type::clock::now() - std::chrono::hours(std::stoi(key)));
  }
  EXPECT_EQ(found("5"), std::string(1000, 'x'));  // now it is the youngest
  EXPECT_EQ(cache.prune(2500), 2u);
  EXPECT_EQ(found("4"), "none");
  EXPECT_EQ(found("3"), "none");
  EXPECT_NE(found("5"), "none");
  EXPECT_NE(found("2"), "none");
}

TEST_F(Cache, each_of_its_folders_keeps_its_share_by_itself) {
  constexpr std::uint64_t kShare = 20000;
  FileCache cache = open(256 * kShare);
  std::vector<std::string> keys;
  for (int i = 0; keys.size() < 1500; ++i) {
    if (hex_digest(fnv1a(std::to_string(i))).starts_with("00")) {
      keys.push_back(std::to_string(i));
    }
  }
  for (const std::string& key : keys) {
    cache.keep(key, std::string(500, 'x'));
  }
  // A folder is looked through at one entry of 32: more than 300 others in a row are no chance.
  EXPECT_LT(cache.state().bytes, kShare + 300 * 550);
  EXPECT_GT(cache.state().entries, 30u);
}

TEST_F(Cache, where_nothing_can_be_written_it_keeps_nothing_and_says_nothing) {
  ASSERT_EQ(open().state().entries, 0u);
  EXPECT_TRUE(all_well({[&] {
    // As a full disk: no file may become larger.
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{8, 8};
    ::setrlimit(RLIMIT_FSIZE, &none);
    FileCache cache = open();
    cache.keep("key", "bytes");
    return cache.find("key") == "bytes" && found("key") == "none";
  }}));
  EXPECT_TRUE(files().empty());
}

TEST_F(Cache, a_folder_of_others_is_refused_and_their_files_outlive_clearing) {
  write_file_atomically(folder() / "notes.txt", "mine");
  EXPECT_THROW((void)open(), UserError);
  fs::remove(folder() / "notes.txt");
  open().keep("key", "bytes");
  write_file_atomically(folder() / "notes.txt", "mine");
  write_file_atomically(folder() / "00" / "notes.txt", "mine");
  EXPECT_EQ(open().clear(), 1u);
  EXPECT_EQ(open().state().entries, 0u);
  EXPECT_EQ(found("key"), "none");
  EXPECT_EQ(read_file(folder() / "notes.txt"), "mine");
  EXPECT_EQ(read_file(folder() / "00" / "notes.txt"), "mine");
}

TEST_F(Cache, a_file_is_no_cache_and_a_folder_that_is_absent_is_made) {
  write_file_atomically(folder(), "a file");
  EXPECT_THROW((void)open(), UserError);
  fs::remove(folder());
  EXPECT_EQ(FileCache(folder() / "deep" / "down").state().entries, 0u);
}

TEST_F(Cache, links_in_it_are_not_followed) {
  open().keep("key", "bytes");
  const fs::path file = only_file();
  const fs::path elsewhere = folder().parent_path() / "elsewhere";
  fs::rename(file, elsewhere);
  fs::create_symlink(elsewhere, file);
  EXPECT_EQ(found("key"), "none");
  open().keep("key", "bytes");
  EXPECT_EQ(found("key"), "bytes");
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(file)));
}

TEST(build_id, is_that_of_the_program) {
  const std::string id = build_id();
  EXPECT_GE(id.size(), 16u);
  EXPECT_EQ(id, build_id());
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
}

}  // namespace file_cache_test
}  // namespace metronome

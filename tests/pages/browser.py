"""A headless Chromium that is led over the DevTools protocol, through two pipes: nothing but Python and Chromium is needed.

    with Browser() as browser:
        page = browser.open("file:///a/report.html", width=390)
        page.value("document.title")
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def program():
    """The path of Chromium; None where there is none."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


class Failed(Exception):
    pass


class Browser:
    def __init__(self, limit=120):
        self.limit = limit
        self.number = 0
        self.events = []
        self.rest = b""

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="metronome_pages_")
        commands_in, commands_out = os.pipe()
        answers_in, answers_out = os.pipe()

        def take_pipes():
            low, high = os.dup(commands_in), os.dup(answers_out)  # not 3 and 4 themselves
            os.dup2(low, 3)
            os.dup2(high, 4)

        self.process = subprocess.Popen(
            [program(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage",
             "--force-color-profile=srgb", "--font-render-hinting=none", f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=take_pipes, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(commands_in)
        os.close(answers_out)
        self.commands, self.answers = commands_out, answers_in
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def message(self):
        """The next message of the browser."""
        end = time.monotonic() + self.limit
        while b"\0" not in self.rest:
            if not select.select([self.answers], [], [], max(0, end - time.monotonic()))[0]:
                raise Failed(f"the browser has said nothing for {self.limit} s")
            piece = os.read(self.answers, 1 << 16)
            if not piece:
                raise Failed("the browser has ended")
            self.rest += piece
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        text = json.dumps(request).encode() + b"\0"
        while text:
            text = text[os.write(self.commands, text):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failed(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, address, width, height=900, media=None):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            page.ask(domain + ".enable")
        page.resize(width, height)
        if media:
            page.ask("Emulation.setEmulatedMedia", **media)
        page.go(address)
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def resize(self, width, height=900):
        """The width of the page itself: a window has at least 500 pixels, and would say nothing."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def go(self, address):
        before = len(self.browser.events)
        answer = self.ask("Page.navigate", url=address)
        if "errorText" in answer:
            raise Failed(f"{address}: {answer['errorText']}")
        while not any(event.get("method") == "Page.loadEventFired" and event.get("sessionId") == self.session
                      for event in self.browser.events[before:]):
            self.browser.events.append(self.browser.message())

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failed(answer["exceptionDetails"]["exception"].get("description", "an exception"))
        return answer["result"].get("value")

    def press(self, key):
        code = {"Enter": 13, " ": 32, "Tab": 9}[key]
        text = {"text": "\r"} if key == "Enter" else {"text": key} if key == " " else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def events(self, method):
        return [event["params"] for event in self.browser.events
                if event.get("method") == method and event.get("sessionId") == self.session]

    def errors(self):
        """What the console has been told of errors, and exceptions of scripts."""
        said = [event["entry"]["text"] for event in self.events("Log.entryAdded") if event["entry"]["level"] == "error"]
        said += [event["exceptionDetails"]["text"] for event in self.events("Runtime.exceptionThrown")]
        said += ["console.error" for event in self.events("Runtime.consoleAPICalled") if event["type"] == "error"]
        return said

    def requests(self):
        return [event["request"]["url"] for event in self.events("Network.requestWillBeSent")]

    def picture(self, top, height, width):
        """A PNG of a part of the page, from its upper edge."""
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                          clip={"x": 0, "y": top, "width": width, "height": max(1, height), "scale": 1})
        return base64.b64decode(answer["data"])

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)

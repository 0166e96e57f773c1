# Debian's libonnx: the messages of ONNX files, and protobuf, which reads them. (Its own package file also
# asks for the compiler of protobuf, which nothing here needs.)
find_path(Onnx_INCLUDE_DIR onnx/onnx-ml.pb.h)
find_library(Onnx_PROTO_LIBRARY onnx_proto)
find_library(Onnx_PROTOBUF_LIBRARY protobuf)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Onnx REQUIRED_VARS Onnx_PROTO_LIBRARY Onnx_PROTOBUF_LIBRARY Onnx_INCLUDE_DIR)
if(Onnx_FOUND AND NOT TARGET Onnx::proto)
  add_library(Onnx::proto UNKNOWN IMPORTED)
  set_target_properties(Onnx::proto PROPERTIES
    IMPORTED_LOCATION ${Onnx_PROTO_LIBRARY}
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${Onnx_INCLUDE_DIR}
    INTERFACE_COMPILE_DEFINITIONS "ONNX_ML=1;ONNX_NAMESPACE=onnx"
    INTERFACE_LINK_LIBRARIES "${Onnx_PROTOBUF_LIBRARY};Threads::Threads")
endif()

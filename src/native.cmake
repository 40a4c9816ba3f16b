# The library for who uses it from C++: the target tidegate::tidegate, the same where this project is a folder of another
# one and where it was installed.
#
# Its users include <tidegate/match/rule_set.h>, whatever folders of their own are called base or json. So they get copies
# of the public headers in a folder of that name; the sources themselves do without it.

include(GNUInstallDirs)

set(headers "${PROJECT_BINARY_DIR}/include/tidegate")
file(GLOB_RECURSE files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/*.h" "${PROJECT_SOURCE_DIR}/src/*.def")
add_custom_command(
  OUTPUT "${headers}.stamp"
  COMMAND "${CMAKE_COMMAND}" -D "FROM=${PROJECT_SOURCE_DIR}/src" -D "TO=${headers}"
          -P "${CMAKE_CURRENT_LIST_DIR}/public_headers.cmake"
  COMMAND "${CMAKE_COMMAND}" -E touch "${headers}.stamp"
  DEPENDS ${files} "${CMAKE_CURRENT_LIST_DIR}/public_headers.cmake"
  COMMENT "Copying the public headers"
  VERBATIM)
add_custom_target(tidegate_headers DEPENDS "${headers}.stamp")

add_library(tidegate::tidegate ALIAS tidegate)
add_dependencies(tidegate tidegate_headers)
target_compile_features(tidegate PUBLIC cxx_std_20)
target_include_directories(tidegate INTERFACE
  $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

option(TIDEGATE_INSTALL "Let cmake --install install the library" ${PROJECT_IS_TOP_LEVEL})
if(TIDEGATE_INSTALL)
  include(CMakePackageConfigHelpers)
  set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/tidegate")
  set(version_file "${PROJECT_BINARY_DIR}/tidegateConfigVersion.cmake")
  write_basic_package_version_file("${version_file}" COMPATIBILITY SameMinorVersion)
  install(TARGETS tidegate EXPORT tidegate)
  install(DIRECTORY "${headers}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  # What the library links is compiled into it, so the list of targets is all that finding it takes.
  install(EXPORT tidegate NAMESPACE tidegate:: FILE tidegateConfig.cmake DESTINATION "${package_folder}")
  install(FILES "${version_file}" DESTINATION "${package_folder}")
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/npm/THIRD_PARTY_NOTICES.txt"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}")
endif()

# cmake -D FROM=src -D TO=.../tidegate -P public_headers.cmake
#
# Copies tidegate.h and all that it includes, each of which then includes the others as "tidegate/...". What is as it was
# keeps its time.

cmake_minimum_required(VERSION 3.25)

set(found tidegate.h)
set(left ${found})
while(left)
  list(POP_FRONT left file)
  file(READ "${FROM}/${file}" text)
  string(REGEX MATCHALL "#include \"[^\"]+" includes "${text}")
  list(TRANSFORM includes REPLACE "#include \"" "")
  list(REMOVE_ITEM includes ${found})
  list(APPEND found ${includes})
  list(APPEND left ${includes})

  string(REPLACE "#include \"" "#include \"tidegate/" text "${text}")
  set(old "")
  if(EXISTS "${TO}/${file}")
    file(READ "${TO}/${file}" old)
  endif()
  if(NOT "${text}" STREQUAL "${old}")
    file(WRITE "${TO}/${file}" "${text}")
  endif()
endwhile()

file(GLOB_RECURSE stale RELATIVE "${TO}" "${TO}/*")
list(REMOVE_ITEM stale ${found})
list(TRANSFORM stale PREPEND "${TO}/")
if(stale)
  file(REMOVE ${stale})
endif()

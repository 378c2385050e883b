#!/bin/sh
# Run by the build: readies the jars that were compiled for Java 5 for the ahead-of-time cache.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/installers/common/jdk.sh"
exec "$jdk/bin/java" "$root/installers/common/NewerClasses.java" "$@"

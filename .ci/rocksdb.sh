#!/usr/bin/env bash
# Builds the RocksDB that the crate oxrocksdb-sys brings, for pkg-config, in two minutes instead of twenty.
#
#     .ci/rocksdb.sh FOLDER
#
# As the crate does it, each of 336 files is compiled with all its headers. Here two files include all others, without
# optimisation. Nothing is done where FOLDER holds a library of the same sources.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
manifest=$(cargo metadata --locked --format-version 1 --features store |
  python3 -c 'import json, sys; print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "oxrocksdb-sys"))')
source=$(dirname "$manifest")
if [[ -f $folder/librocksdb.a && $(cat "$folder/source" 2>/dev/null) = "$source" ]]; then exit; fi
cd "$folder"
python3 - "$source" <<'PYTHON'
import pathlib
import sys

root = pathlib.Path(sys.argv[1]) / "rocksdb"
listed = (root / "src.mk").read_text().split("LIB_SOURCES =")[1].split("ifeq")[0]
files = [name for name in listed.replace("\\", " ").split() if name != "util/build_version.cc"]
half = sum((root / name).stat().st_size for name in files) / 2
parts, size = ([], []), 0
for name in files:
    parts[size > half].append(name)
    size += (root / name).stat().st_size
for number, part in enumerate(parts):
    pathlib.Path(f"part{number}.cc").write_text("".join(f'#include "{name}"\n' for name in part))
PYTHON
options=(-std=c++20 -w -O0 -DNDEBUG -DLZ4 -DOS_LINUX -DROCKSDB_PLATFORM_POSIX -DROCKSDB_LIB_IO_POSIX
  -DROCKSDB_SUPPORT_THREAD_LOCAL -DHAVE_UINT128_EXTENSION=1
  -I"$source/rocksdb/include" -I"$source/rocksdb" -I"$source/lz4/lib")
jobs=()
for part in part0.cc part1.cc "$source/api/build_version.cc"; do
  g++ "${options[@]}" -c "$part" -o "$(basename "$part" .cc).o" &
  jobs+=($!)
done
for name in lz4 lz4frame lz4hc xxhash; do gcc -O1 -c "$source/lz4/lib/$name.c" -o "$name.o"; done
for job in "${jobs[@]}"; do wait "$job"; done
rm -f librocksdb.a
ar rcs librocksdb.a -- *.o
number() { sed -n "s/^#define ROCKSDB_$1 //p" "$source/rocksdb/include/rocksdb/version.h"; }
cat >rocksdb.pc <<PC
Name: RocksDB
Description: the sources that oxrocksdb-sys brings
Version: $(number MAJOR).$(number MINOR).$(number PATCH)
Libs: -L$folder -lrocksdb -lstdc++
Cflags: -I$source/rocksdb/include
PC
printf '%s' "$source" >source

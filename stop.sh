#!/usr/bin/env bash
# Para tudo o que ./start.sh iniciou, e nada mais. Os dados ficam.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./.jdk.sh
if [[ ! -f lab/target/lab.jar ]]; then
  echo "Nada a parar: o laboratório ainda não foi construído (./start.sh)."
  exit 0
fi
exec "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx32m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -jar lab/target/lab.jar parar "$@"

#!/usr/bin/env -S bash #
# Para tudo o que ./start.sh iniciou, e nada mais. Os dados ficam.
# (As linhas que acabam em # valem também com fim de linha do Windows; e até a do exec, em qualquer sh.)
if head -n 2 "$0" | grep -q "$(printf '\r')"; then printf '%s\n' "ERRO: os scripts estão com fim de linha do Windows (CRLF). Na raiz do repositório: perl -pi -e 's/\r\$//' *.sh .*.sh mvnw"; exit 1; fi >&2 #
command -v bash >/dev/null || { echo "ERRO: instale o bash: os scripts precisam dele." >&2; exit 1; } #
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@" #
set +o posix -euo pipefail
aqui=${BASH_SOURCE[0]}
while [[ -L $aqui ]]; do # um atalho para o script: a raiz é a de onde ele está
  alvo=$(readlink "$aqui")
  [[ $alvo == /* ]] && aqui=$alvo || aqui=$(dirname "$aqui")/$alvo
done
CDPATH='' cd "$(dirname "$aqui")"
source ./.jdk.sh
if pid=$(construindo); then
  pids=$(vivos) || true
  echo "O ./start.sh (PID $pid) ainda está construindo os programas: Ctrl-C no terminal dele o interrompe.${pids:+ No ar, de antes, só os PIDs $pids: ele os para quando acabar, ou: kill $pids}"
  exit 1
fi
if [[ ! -f lab/target/lab.jar ]]; then
  if pids=$(vivos) && [[ -n $pids ]]; then
    echo "ERRO: o laboratório está no ar, mas os jars dele foram apagados. Para pará-lo, Ctrl-C no terminal dele, ou: kill $pids" >&2
    exit 1
  fi
  echo "Nada a parar: o laboratório ainda não foi construído (./start.sh)."
  exit 0
fi
exec "${sem_opcoes[@]}" "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx32m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
  -Dstderr.encoding=UTF-8 -jar lab/target/lab.jar parar "$@"

#!/usr/bin/env -S bash #
# Manda no laboratório que ./start.sh pôs no ar: ./lab.sh matar pagamento, pausar, dobrar… Só toca nos programas dele. ./lab.sh --help
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
# Sem um programa, iniciar e parar são do laboratório inteiro.
if [[ ${2--} == -* && ! ${2-} =~ ^(-h|--help|--ajuda)$ ]]; then
  case ${1-} in
    iniciar) exec bash ./start.sh "${@:2}" ;;
    parar) exec bash ./stop.sh "${@:2}" ;;
  esac
fi
source ./.jdk.sh
if [[ ! -f lab/target/lab.jar ]]; then
  if [[ -n $(vivos) ]]; then
    echo "ERRO: o laboratório está no ar, mas os jars dele foram apagados. ./stop.sh diz como pará-lo; ./start.sh os constrói de novo." >&2
    exit 1
  fi
  echo "ERRO: o laboratório ainda não foi construído: ./start.sh o constrói e o põe no ar." >&2
  exit 1
fi
[[ $# -gt 0 ]] || set -- --help
exec "${sem_opcoes[@]}" "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx96m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
  -Dstderr.encoding=UTF-8 -jar lab/target/lab.jar "$@"

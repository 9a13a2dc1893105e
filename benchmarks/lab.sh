#!/usr/bin/env bash
# Mede o laboratório inteiro (broker e cinco serviços): de ./start.sh, com os jars construídos, a todos prontos, e a memória
# residente dez segundos depois. Roda numa pasta temporária, que apaga no fim, em portas que não são as de sempre. Só no Linux.
#
#   benchmarks/lab.sh [REPETIÇÕES]     (5; a JVM é a de JAVA_HOME, ou a do PATH)
#
# A primeira execução depois de um build extrai os jars, é mostrada à parte e não conta; para medir com eles treinados, antes,
# java -jar lab/target/lab.jar preparar. Pare o que ocupe a máquina.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1-}" in
  -h | --help | --ajuda) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' benchmarks/lab.sh; exit 0 ;;
esac
repeticoes=${1:-5}

source ./.jdk.sh
echo "Construindo…"
./mvnw -q -B -DskipTests -pl '!testes' package

raiz=$PWD pasta=$(mktemp -d)
saida=$pasta/saida
termina() { "$pasta/stop.sh" >/dev/null 2>&1 || true; rm -rf "$pasta"; }
trap termina EXIT
cp start.sh stop.sh .jdk.sh .construir.sh create-topics.sh pom.xml "$pasta"
for jar in */target/*.jar; do
  mkdir -p "$pasta/$(dirname "$jar")"
  ln -s "$raiz/$jar" "$pasta/$jar"
done
(cd "$pasta" && soma_do_build >lab/target/construido)

milissegundos() { date +%s%3N; }

espera_linha() { # na saída de start.sh, que é o último processo em segundo plano
  until grep -q "$1" "$saida"; do
    kill -0 $! 2>/dev/null || { tail "$saida" >&2; exit 1; }
    sleep 0.05
  done
}

# Deixa em "tempo" os milissegundos até todos estarem prontos, e em "memoria" os MB de cada programa, como num mapa.
mede() {
  local comecou pid
  comecou=$(milissegundos)
  "$pasta/start.sh" --limpar --porta-kafka 19092 --porta-saldo 15001 --porta-dashboard 18080 >"$saida" 2>&1 &
  espera_linha '^Todos os programas prontos'
  tempo=$(($(milissegundos) - comecou))
  espera_linha '^Tudo no ar'
  sleep 10
  memoria=$(pgrep -f "laboratorio=\[$pasta\]" | while read -r pid; do
    nome=$(tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n 's#.*/\([a-z-]*\)\.jar$#\1#p' | tail -n 1)
    awk -v nome="$nome" '/^VmRSS/ {printf "%s %.0f\n", nome, $2 / 1024}' "/proc/$pid/status" 2>/dev/null || true # o que já terminou não ocupa memória
  done)
  "$pasta/stop.sh" >/dev/null
  wait
}

mede
printf 'Antes de contar: %s ms, com o preparo dos jars se ainda não estava feito\n' "$tempo"
tempos='' somas=''
for ((vez = 1; vez <= repeticoes; vez++)); do
  mede
  soma=$(awk '$1 != "lab" {s += $2} END {print s}' <<<"$memoria")
  printf '%d: prontos em %s ms; broker e serviços, %s MB\n' "$vez" "$tempo" "$soma"
  tempos+="$tempo " somas+="$soma "
done

resumo() { tr ' ' '\n' <<<"$1" | grep . | sort -n | awk '{v[NR]=$1} END {printf "%s (%s–%s)", v[int((NR + 1) / 2)], v[1], v[NR]}'; }
printf '\n| Java | prontos em, ms | memória residente, MB |\n|---|---|---|\n'
printf '| %s | %s | %s |\n' "$versao" "$(resumo "$tempos")" "$(resumo "$somas")"
printf '\nMediana (mínimo–máximo) de %s. A memória, na última, por programa:\n' "$repeticoes"
printf '%s\n' "$memoria" | sed 's/^/  /; s/$/ MB/'
printf '\nMáquina: %s núcleos, %s GiB, %s\n' "$(nproc)" "$(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" "$(uname -sm)"
printf 'Comando: benchmarks/lab.sh %s, com %s\n' "$repeticoes" "$("$JAVA" -version 2>&1 | sed -n 2p)"
printf 'Data:    %s\n' "$(date '+%Y-%m-%d %H:%M %:z')"

#!/usr/bin/env bash
# Mede o saldo-service ao lado do que se usaria no lugar dele, no mesmo broker e na mesma execução. Constrói o que precisa; só usa
# portas livres e pastas próprias, que apaga no fim. Cada medida termina com a máquina, a JVM e o comando que a repete.
#
#   benchmarks/saldos.sh reconstrucao [OPÇÕES]   registros/s, a frio e aquecido, e heap por cliente: consumidor nu, o serviço, mapa, GlobalKTable
#     --clientes N       (3000000)        --particoes A,B    (1,6)
#     --repeticoes N     JVMs de cada (3) --quem A,B         consumidor_nu, servico, mapa, global_ktable (todos)
#     --aquecimentos N   reconstruções que não contam, entre a fria e a aquecida (5)
#     --jvm A,B          a JVM de cada lado (-XX:+UseParallelGC,-Xms2g,-Xmx2g)
#   benchmarks/saldos.sh memoria [OPÇÕES]        o mesmo, com uma partição e uma repetição: o heap não varia
#   benchmarks/saldos.sh saldo [OPÇÕES]          GET /saldo/{id} ao lado de um servlet nu no mesmo Tomcat, aquecidos e recém-iniciados
#     --clientes N       (3000000)        --conexoes A,B     (16,64; a frio, a primeira)
#     --segundos N       cada rajada (4)  --repeticoes N     (5)
#   benchmarks/saldos.sh rest [OPÇÕES]           o mesmo; GET /saldos ao lado de um arquivo; e GET /saldo/{id} enquanto chegam
#     --atualizacoes N   por segundo (50000)     atualizações, e escritas noutro tópico
#   benchmarks/saldos.sh copia [OPÇÕES]          GET /saldo/{id} com 50.000 atualizações/s, enquanto a cópia local se escreve e enquanto não
#   benchmarks/saldos.sh visibilidade [OPÇÕES]   do send() ao GET que o mostra, ao lado de um consumidor nu
#     --escritas N       em cada bloco (2000); --clientes e --repeticoes como acima
#   benchmarks/saldos.sh partida [OPÇÕES]        início a partir da cópia local, ao lado da reconstrução e da GlobalKTable no disco
#     --clientes N       (10000000)       --cauda N          registros novos entre um início e outro (10000)
#     --repeticoes N     (3)              --quem A,B         do_log, da_copia, global_ktable (todos)
#     --frio             os arquivos fora do cache do sistema antes de cada início (Linux)
#   benchmarks/saldos.sh longa [OPÇÕES]          cem milhões de atualizações sobre um milhão de clientes: o heap não cresce
#     --clientes N       (1000000)        --atualizacoes N   (100000000)
#
# reconstrucao, memoria, saldo e rest aceitam --antes JAR: o benchmarks.jar de outra versão (construído na pasta dela), medido ao lado, alternado.
# Todas aceitam --semente N (42). Pare antes o laboratório (./stop.sh) e o que mais ocupe a máquina.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

ajuda() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' benchmarks/saldos.sh; }

medida=${1-}
case "$medida" in
  -h | --help | --ajuda) ajuda; exit 0 ;;
  reconstrucao | longa | partida) ;;
  memoria) shift; set -- reconstrucao --particoes 1 --repeticoes 1 "$@" ;;
  saldo) shift; set -- rest --partes saldo,frio "$@" ;;
  rest) shift; set -- rest --partes saldo,frio,saldos,atualizacoes "$@" ;;
  copia) shift; set -- rest --partes copia "$@" ;;
  visibilidade) shift; set -- rest --partes visibilidade "$@" ;;
  *) ajuda >&2; exit 2 ;;
esac

source ./.jdk.sh
echo "Construindo…"
./mvnw -q -B -Pbenchmarks -DskipTests -pl benchmarks -am package
exec "$JAVA" -XX:+UseSerialGC -Xmx512m -jar benchmarks/target/benchmarks.jar "$@"

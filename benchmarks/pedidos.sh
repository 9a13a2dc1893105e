#!/usr/bin/env bash
# Mede quantos pedidos por segundo cada etapa processa, exactly-once, ao lado de um laço nu, que faz o mesmo trabalho só com
# o cliente Kafka e o Jackson, e de um programa Kafka Streams (exactly_once_v2), no mesmo broker, alternados. Constrói o que
# precisa; só usa portas livres e pastas próprias. Cada execução é conferida: a saída tem de conter cada pedido exatamente
# uma vez. Leva uns dez minutos em dois núcleos.
#
#   benchmarks/pedidos.sh [OPÇÕES]
#     --pedidos N       pedidos em cada execução; o primeiro terço é aquecimento e não conta (900000)
#     --repeticoes N    execuções de cada lado, em cada etapa (3)
#     --etapas A,B      só estas: estoque, pagamento, notificacao (todas)
#     --lados A,B       só estes, e servico: laco_nu, kafka_streams, servico, outro (os três primeiros)
#     --outra PASTA     outra cópia do repositório, já construída: de onde vem o serviço do lado outro
#     --semente N       a dos pedidos (42)
#
# Pare antes o laboratório (./stop.sh) e o que mais ocupe a máquina: o build troca os jars, e os números mudam.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1-}" in
  -h | --help | --ajuda) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' benchmarks/pedidos.sh; exit 0 ;;
esac

source ./.jdk.sh
echo "Construindo…"
./mvnw -q -B -Pbenchmarks -DskipTests -pl benchmarks -am package
exec "$JAVA" -XX:+UseSerialGC -Xmx512m -jar benchmarks/target/benchmarks.jar medir "$@"

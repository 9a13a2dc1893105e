#!/usr/bin/env bash
# As operações do estado (busca, atualiza, põe, varre) ao lado do ConcurrentHashMap e do NonBlockingHashMap (JCTools), com o JMH.
# Constrói o que precisa. Os argumentos são os do JMH: benchmarks/jmh.sh busca -f 3; benchmarks/jmh.sh -h
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source ./.jdk.sh
echo "Construindo…"
./mvnw -q -B -Pbenchmarks -DskipTests -pl benchmarks -am package
# As JVMs que o JMH cria não sabem ler um jar dentro de outro.
rm -rf benchmarks/target/extraido
"$JAVA" -Djarmode=tools -jar benchmarks/target/benchmarks.jar extract --destination benchmarks/target/extraido
exec "$JAVA" -cp benchmarks/target/extraido/benchmarks.jar org.openjdk.jmh.Main "$@"

#!/usr/bin/env bash
# Inicia o laboratório inteiro: broker Kafka, tópicos e serviços. Só precisa de um JDK 17 ou mais novo.
# Ctrl-C (ou ./stop.sh) para tudo o que ele iniciou; os dados ficam em dados/. Opções: ./start.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./.jdk.sh

jars=(broker-local lab saldo-service saldo-producer
  estoque-service pagamento-service notificacao-service pedidos-producer dashboard)
desatualizado() {
  local modulo
  for modulo in "${jars[@]}"; do
    [[ -f $modulo/target/$modulo.jar ]] || return 0
  done
  # Algum fonte é mais novo que o último build completo?
  [[ -n $(find pom.xml ./*/pom.xml ./*/src/main -newer lab/target/construido -print -quit 2>/dev/null) || ! -f lab/target/construido ]]
}

if desatualizado; then
  echo "Construindo os programas (na primeira vez, baixa as dependências: alguns minutos)…"
  # Sem os testes do sistema: só para os compilar, o Maven baixaria o Playwright (uns 200 MB).
  if ! ./mvnw -q -B -T 1C -DskipTests -pl '!testes' package; then
    echo "ERRO: o build falhou; o motivo está acima. Para repeti-lo: ./mvnw -DskipTests -pl '!testes' package" >&2
    exit 1
  fi
  touch lab/target/construido
fi

cor=()
[[ -t 1 && -z ${NO_COLOR-} ]] && cor=(--cor)
exec "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
  -jar lab/target/lab.jar iniciar ${cor[@]+"${cor[@]}"} "$@"

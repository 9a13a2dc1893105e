#!/usr/bin/env bash
# Cria os tópicos do Kafka na Prática, ou confere os que já existem. Pode ser rodado quantas vezes se quiser.
#
# Usa o que houver, nesta ordem: o serviço "kafka" do docker compose (se estiver no ar e nenhum endereço foi dado), as
# ferramentas do Kafka no PATH, o broker-local.jar.
#
#   ./create-topics.sh [--via compose|cli|jar]
#   SPRING_KAFKA_BOOTSTRAP_SERVERS   endereço do Kafka (localhost:9092)
#   PARTICOES                        partições de cada tópico (3)
#   REPLICAS                         fator de replicação (1)
#
# Sai com 1, dizendo o comando que corrige, se um tópico existe com outra política ou outro número de partições.
set -euo pipefail

# nome|configurações: o mesmo que contratos/…/Topico.java (um teste compara os dois)
TOPICOS='
contas|cleanup.policy=compact min.cleanable.dirty.ratio=0.01 segment.ms=10000
novos_pedidos|cleanup.policy=delete retention.ms=604800000
pedidos_aprovados|cleanup.policy=delete retention.ms=604800000
pedidos_concluidos|cleanup.policy=delete retention.ms=604800000
novos_pedidos-dlt|cleanup.policy=delete max.message.bytes=2097152 retention.ms=2592000000
pedidos_aprovados-dlt|cleanup.policy=delete max.message.bytes=2097152 retention.ms=2592000000
pedidos_concluidos-dlt|cleanup.policy=delete max.message.bytes=2097152 retention.ms=2592000000
'
PARTICOES=${PARTICOES:-3}
REPLICAS=${REPLICAS:-1}

raiz=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar="$raiz/broker-local/target/broker-local.jar"
# O que se dá ao java, um argumento por linha: o laboratório passa o jar já preparado para começar depressa.
broker_local=(-jar "$jar")
[[ -z ${BROKER_LOCAL-} ]] || IFS=$'\n' read -r -d '' -a broker_local <<<"$BROKER_LOCAL" || true
servidores=${SPRING_KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}
erro() { printf 'ERRO: %s\n' "$*" >&2; }

# O plugin de hoje ou o docker-compose 1.x.
nome_do_compose() { if docker compose version >/dev/null 2>&1; then echo docker compose; else echo docker-compose; fi; }
compose() { $(nome_do_compose) "$@"; }

compose_no_ar() {
  [[ -z ${SPRING_KAFKA_BOOTSTRAP_SERVERS-} && -f $raiz/docker-compose.yml ]] && command -v docker >/dev/null 2>&1 &&
    (cd "$raiz" && [[ -n $(compose ps -q kafka 2>/dev/null) ]])
}

cli() { command -v "kafka-$1.sh" || command -v "kafka-$1"; }

escolhe() {
  if compose_no_ar; then echo compose
  elif cli topics >/dev/null; then echo cli
  else echo jar; fi
}

case "${1-}" in
  -h | --help | --ajuda) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"; exit 0 ;;
  --via) via=${2-} ;;
  "") via=$(escolhe) ;;
  *) erro "não conheço \"$1\" (veja --help)"; exit 2 ;;
esac

# Executa as linhas da entrada padrão, cada uma uma ferramenta do Kafka com seus argumentos; para na primeira que falha.
ferramentas() {
  local nome args
  case $via in
    jar) "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m "${broker_local[@]}" lote ;;
    cli) while read -r nome args; do "$(cli "$nome")" $args </dev/null || return; done ;;
    compose)
      local script='while read -r nome args; do "/opt/kafka/bin/kafka-$nome.sh" $args </dev/null || exit; done'
      (cd "$raiz" && compose exec -T kafka bash -c "$script") ;;
  esac
}

# O que mostrar a quem vai corrigir à mão.
mostra() {
  case $via in
    jar) echo "java -jar broker-local/target/broker-local.jar $1" ;;
    cli) echo "$(basename "$(cli "${1%% *}")") ${1#* }" ;;
    compose) echo "$(nome_do_compose) exec kafka /opt/kafka/bin/kafka-${1%% *}.sh ${1#* }" ;;
  esac
}

case $via in
  compose) servidores=localhost:9092 ;;
  cli) cli topics >/dev/null || { erro "as ferramentas do Kafka (kafka-topics.sh) não estão no PATH"; exit 1; } ;;
  jar) [[ -f $jar ]] || { erro "falta $jar: construa com ./mvnw package -DskipTests"; exit 1; } ;;
  *) erro "--via aceita compose, cli ou jar"; exit 2 ;;
esac

existentes=$(ferramentas <<<"topics --bootstrap-server $servidores --describe") ||
  { printf '%s\n' "$existentes" >&2; erro "não consegui falar com o Kafka em $servidores"; exit 1; }

criar='' problemas=0
problema() {
  problemas=$((problemas + 1))
  erro "o tópico $1 $2. Para corrigir:"
  printf '  %s\n' "$(mostra "$3")" >&2
}

confere() { # nome, "chave=valor …", linha do describe
  local nome=$1 particoes configs par chave atual
  particoes=$(sed -E 's/.*PartitionCount: ([0-9]+).*/\1/' <<<"$3")
  # Um valor pode ter vírgula (compact,delete): só separa a que vem antes de outro nome.
  configs=$(sed -E 's/.*Configs: ?//; s/,([a-z.]+=)/|\1/g' <<<"$3" | tr '|' '\n')
  if ((particoes < PARTICOES)); then
    problema "$nome" "tem $particoes partições em vez de $PARTICOES" \
      "topics --bootstrap-server $servidores --alter --topic $nome --partitions $PARTICOES"
  elif ((particoes > PARTICOES)); then
    erro "o tópico $nome tem $particoes partições em vez de $PARTICOES, e partições não se removem. Aceite-as com:"
    printf '  PARTICOES=%s ./create-topics.sh\n' "$particoes" >&2
    printf 'ou apague o tópico, PERDENDO o que há nele, e rode este script de novo:\n  %s\n' \
      "$(mostra "topics --bootstrap-server $servidores --delete --topic $nome")" >&2
    problemas=$((problemas + 1))
  fi
  for par in $2; do
    chave=${par%%=*}
    atual=$(sed -n "s/^${chave//./\\.}=//p" <<<"$configs")
    case "$chave=$atual" in # o que não está escrito vale o padrão do Kafka
      cleanup.policy=) atual=delete ;;
      retention.ms=) atual=604800000 ;;
    esac
    [[ $atual == "${par#*=}" ]] || problema "$nome" "tem $chave=${atual:-(padrão)} em vez de ${par#*=}" \
      "configs --bootstrap-server $servidores --alter --entity-type topics --entity-name $nome --add-config $par"
  done
}

novos=0 total=0
while IFS='|' read -r nome configs; do
  [[ -n $nome ]] || continue
  total=$((total + 1))
  linha=$(grep -E "^Topic: $nome[[:space:]].*PartitionCount" <<<"$existentes" || true)
  if [[ -n $linha ]]; then
    confere "$nome" "$configs" "$linha"
  else
    novos=$((novos + 1))
    criar+="topics --bootstrap-server $servidores --create --if-not-exists --topic $nome"
    criar+=" --partitions $PARTICOES --replication-factor $REPLICAS"
    for par in $configs; do criar+=" --config $par"; done
    criar+=$'\n'
  fi
done <<<"$TOPICOS"

if [[ -n $criar ]]; then
  # O aviso sobre "_" e "." nos nomes não nos diz respeito: nenhum nome usa "."
  saida=$(ferramentas <<<"${criar%$'\n'}" 2>&1) ||
    { printf '%s\n' "$saida" >&2; erro "não consegui criar os tópicos"; exit 1; }
fi
if ((problemas)); then
  erro "$problemas problema(s) em tópicos que já existiam; nada neles foi mudado."
  exit 1
fi
echo "Tópicos prontos em $servidores: $novos criados, $((total - novos)) já existiam."

#!/usr/bin/env -S bash #
# Cria os tópicos do Kafka na Prática, ou confere os que já existem. Pode ser rodado quantas vezes se quiser.
#
# Usa o que houver, nesta ordem: o serviço "kafka" do docker compose (se estiver no ar e nenhum endereço foi dado), as
# ferramentas do Kafka no PATH, o broker-local.jar.
#
#   ./create-topics.sh [--via compose|cli|jar] [--aumentar]
#   --aumentar                       aumenta o que está menor do que devia e se pode aumentar sem estragar nada: partições dos
#                                    pedidos e das DLT, max.message.bytes
#   SPRING_KAFKA_BOOTSTRAP_SERVERS   endereço do Kafka (localhost:9092)
#   PARTICOES                        partições de cada tópico (3)
#   REPLICAS                         fator de replicação (o padrão do broker: 1 num sozinho, 3 num cluster de três)
#
# Sai com 1, dizendo o comando que corrige, se um tópico existe com outra política ou outro número de partições, ou é menor que
# aquele de que recebe registros (em partições ou em max.message.bytes: um registro de lá não caberia). Sai com 3 se o Kafka não
# responde.
# (As linhas que acabam em # valem também com fim de linha do Windows; e até a do exec, em qualquer sh.)
if head -n 2 "$0" | grep -q "$(printf '\r')"; then printf '%s\n' "ERRO: os scripts estão com fim de linha do Windows (CRLF). Na raiz do repositório: perl -pi -e 's/\r\$//' *.sh .*.sh mvnw"; exit 1; fi >&2 #
command -v bash >/dev/null || { echo "ERRO: instale o bash: os scripts precisam dele." >&2; exit 1; } #
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@" #
set +o posix -euo pipefail

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
# De onde vêm os registros de cada um: tudo o que há na fonte tem de caber nele.
FONTES='
pedidos_aprovados|novos_pedidos
pedidos_concluidos|pedidos_aprovados
novos_pedidos-dlt|novos_pedidos
pedidos_aprovados-dlt|pedidos_aprovados
pedidos_concluidos-dlt|pedidos_concluidos
'
PARTICOES=${PARTICOES:-3}
REPLICAS=${REPLICAS:-}
MAXIMO_PADRAO=1048588 # max.message.bytes de um tópico que não o diz
FOLGA_DA_DLT=1048564  # o registro vai à DLT com a causa e as coordenadas dele

aqui=${BASH_SOURCE[0]}
while [[ -L $aqui ]]; do # um atalho para o script: a raiz é a de onde ele está
  alvo=$(readlink "$aqui")
  [[ $alvo == /* ]] && aqui=$alvo || aqui=$(dirname "$aqui")/$alvo
done
raiz=$(CDPATH='' cd "$(dirname "$aqui")" && pwd)
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
  local id
  [[ -z ${SPRING_KAFKA_BOOTSTRAP_SERVERS-} && -f $raiz/docker-compose.yml ]] && command -v docker >/dev/null 2>&1 &&
    id=$(cd "$raiz" && compose ps -q kafka 2>/dev/null) && [[ -n $id ]] &&
    [[ $(docker inspect -f '{{.State.Running}}' "$id" 2>/dev/null) == true ]] # o docker-compose 1.x mostra também os parados
}

cli() { command -v "kafka-$1.sh" || command -v "kafka-$1"; }

escolhe() {
  if compose_no_ar; then echo compose
  elif cli topics >/dev/null; then echo cli
  else echo jar; fi
}

via='' aumentar=''
while (($#)); do
  case $1 in
    -h | --help | --ajuda) sed -n '2,/^# (As/{/^# (As/d;s/^# \{0,1\}//;p;}' "$aqui"; exit 0 ;;
    --via) via=${2-nada}; shift ;;
    --aumentar) aumentar=sim ;;
    *) erro "não conheço \"$1\" (veja --help)"; exit 2 ;;
  esac
  shift || break
done
[[ -n $via ]] || via=$(escolhe)
for variavel in PARTICOES REPLICAS; do
  [[ $variavel == REPLICAS && -z $REPLICAS ]] || [[ ${!variavel} =~ ^[1-9][0-9]{0,4}$ ]] ||
    { erro "$variavel é um número inteiro a partir de 1; veio \"${!variavel}\". Corrija-o, ou: unset $variavel"; exit 2; }
done

# Executa as linhas da entrada padrão, cada uma uma ferramenta do Kafka com seus argumentos; para na primeira que falha.
ferramentas() {
  local nome args
  case $via in
    jar) "${sem_opcoes[@]}" "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m "${broker_local[@]}" lote ;;
    cli) while read -r nome args; do env -u KAFKA_OPTS -u KAFKA_JMX_OPTS -u JMX_PORT "$(cli "$nome")" $args </dev/null || return; done ;;
    compose)
      local script='while read -r nome args; do "/opt/kafka/bin/kafka-$nome.sh" $args </dev/null || exit; done'
      (cd "$raiz" && compose exec -T kafka bash -c "$script") ;;
  esac
}

# O que mostrar a quem vai corrigir à mão.
mostra() {
  case $via in
    jar) echo "java -jar broker-local/target/broker-local.jar $1" ;;
    cli)
      if [[ $servidores == kafka:* ]]; then # de dentro do contêiner, a quem está fora dele (docker-compose.cluster.yml diz o comando dele)
        echo "${COMANDO_DO_COMPOSE:-docker compose} exec kafka /opt/kafka/bin/kafka-${1%% *}.sh ${1#* }"
      else
        echo "$(basename "$(cli "${1%% *}")") ${1#* }"
      fi ;;
    compose) echo "$(nome_do_compose) exec kafka /opt/kafka/bin/kafka-${1%% *}.sh ${1#* }" ;;
  esac
}

case $via in
  compose) servidores=localhost:9092 ;;
  cli) cli topics >/dev/null || { erro "as ferramentas do Kafka (kafka-topics.sh) não estão no PATH"; exit 1; } ;;
  jar) [[ -f $jar ]] || { erro "falta $jar: construa com sh mvnw -DskipTests -pl '!testes' package"; exit 1; }
    cd "$raiz" && source ./.jdk.sh ;;
  *) erro "--via aceita compose, cli ou jar"; exit 2 ;;
esac

existentes=$(ferramentas <<<"topics --bootstrap-server $servidores --describe") ||
  { printf '%s\n' "$existentes" >&2; erro "não consegui falar com o Kafka em $servidores"; exit 3; }

criar='' alterar='' problemas=0
problema() { # tópico, o que ele tem, comando que corrige; "seguro" se é só aumentar
  if [[ -n $aumentar && ${4-} == seguro ]]; then
    alterar+="$3"$'\n'
    echo "O tópico $1 $2: aumento."
    return
  fi
  problemas=$((problemas + 1))
  erro "o tópico $1 $2. Para corrigir:"
  printf '  %s\n' "$(mostra "$3")" >&2
}

# As perguntas respondem em variáveis: um subshell para cada uma seriam centenas, e segundos.
resto_da_linha='([^'$'\n'']*)'
maior() { (($1 > $2)) && REPLY=$1 || REPLY=$2; }
# Um valor pode ter vírgula (compact,delete): só separa a que vem antes de outro nome.
config() { # nome → REPLY, vazio se o tópico não a diz
  REPLY=''
  [[ ,$configs =~ ,"$1="(.*) ]] || return 0
  REPLY=${BASH_REMATCH[1]}
  while [[ $REPLY =~ ^(.*),[a-z.]+= ]]; do REPLY=${BASH_REMATCH[1]}; done
}
# Um por linha, do que já se leu (em TOPICOS, a fonte vem antes): nome, partições e bytes que um destino dele tem de ter.
exigido=$'\n'
# O que há no tópico (particoes, configs, bytes) e os mínimos, para que caiba nele tudo o que vem de trás, de fonte em fonte.
le() { # nome
  particoes=0 configs='' fonte='' minimo=$PARTICOES minimo_de_bytes=$MAXIMO_PADRAO
  if [[ $'\n'$existentes =~ $'\n'"Topic: $1"[[:space:]]$resto_da_linha ]]; then
    configs=${BASH_REMATCH[1]}
    [[ $configs =~ PartitionCount:\ ([0-9]+) ]]
    particoes=${BASH_REMATCH[1]} configs=${configs#*Configs:} configs=${configs# }
  fi
  config max.message.bytes
  bytes=${REPLY:-$MAXIMO_PADRAO}
  if [[ $FONTES =~ $'\n'"$1|"$resto_da_linha ]]; then
    fonte=${BASH_REMATCH[1]}
    [[ $exigido =~ $'\n'"$fonte "([0-9]+)\ ([0-9]+) ]]
    minimo=${BASH_REMATCH[1]} minimo_de_bytes=${BASH_REMATCH[2]}
  fi
  [[ $1 != *-dlt ]] || minimo_de_bytes=$((minimo_de_bytes + FOLGA_DA_DLT))
  maior "$minimo" "$particoes"; exigido+="$1 $REPLY"
  maior "$minimo_de_bytes" "$bytes"; exigido+=" $REPLY"$'\n'
}

confere() { # nome, "chave=valor …": o que se acaba de ler
  local nome=$1 par chave atual de=''
  ((minimo == PARTICOES)) || de=" (as de $fonte)"
  if ((particoes < minimo)); then
    # Com mais partições, uma chave de contas passaria a outra, e haveria dois "últimos" saldos.
    problema "$nome" "tem $particoes partições em vez de $minimo$de" \
      "topics --bootstrap-server $servidores --alter --topic $nome --partitions $minimo" \
      "$([[ $nome == contas ]] || echo seguro)"
  elif ((particoes == minimo)) || [[ -n $aumentar ]]; then
    : # não se removem, e quem pede para aumentar não pede menos
  elif ((particoes > PARTICOES)); then
    erro "o tópico $nome tem $particoes partições em vez de $PARTICOES, e partições não se removem. Aceite-as com:"
    printf '  PARTICOES=%s %s\n' "$particoes" "$([[ $via == cli && $servidores == kafka:* ]] && echo "${COMANDO_DO_COMPOSE:-docker compose} up -d" || echo ./create-topics.sh)" >&2
    printf 'ou apague o tópico, PERDENDO o que há nele, e rode este script de novo:\n  %s\n' \
      "$(mostra "topics --bootstrap-server $servidores --delete --topic $nome")" >&2
    problemas=$((problemas + 1))
  fi
  for par in $2; do
    chave=${par%%=*}
    [[ $chave != max.message.bytes ]] || continue # um mínimo: conferido abaixo
    config "$chave"
    atual=$REPLY
    case "$chave=$atual" in # o que não está escrito vale o padrão do Kafka
      cleanup.policy=) atual=delete ;;
      retention.ms=) atual=604800000 ;;
    esac
    [[ $atual == "${par#*=}" ]] || problema "$nome" "tem $chave=${atual:-(padrão)} em vez de ${par#*=}" \
      "configs --bootstrap-server $servidores --alter --entity-type topics --entity-name $nome --add-config $par"
  done
  if ((bytes < minimo_de_bytes)); then
    problema "$nome" "tem max.message.bytes=$bytes em vez de $minimo_de_bytes${fonte:+: não cabe tudo o que $fonte aceita}" \
      "configs --bootstrap-server $servidores --alter --entity-type topics --entity-name $nome --add-config max.message.bytes=$minimo_de_bytes" seguro
  fi
}

novos=0 total=0
while IFS='|' read -r nome quer; do
  [[ -n $nome ]] || continue
  total=$((total + 1))
  le "$nome"
  if ((particoes)); then
    confere "$nome" "$quer"
  else
    novos=$((novos + 1))
    criar+="topics --bootstrap-server $servidores --create --if-not-exists --topic $nome"
    criar+=" --partitions $minimo${REPLICAS:+ --replication-factor $REPLICAS}"
    for par in $quer; do
      [[ $par != max.message.bytes=* ]] || par=max.message.bytes=$minimo_de_bytes
      criar+=" --config $par"
    done
    criar+=$'\n'
  fi
done <<<"$TOPICOS"

if [[ -n $criar ]]; then
  # O aviso sobre "_" e "." nos nomes não nos diz respeito: nenhum nome usa "."
  saida=$(ferramentas <<<"${criar%$'\n'}" 2>&1) ||
    {
      printf '%s\n' "$saida" >&2
      [[ $saida != *"larger than available brokers"* ]] || { erro "REPLICAS=${REPLICAS:-(o padrão do broker)}, mas há menos brokers do que isso no ar"; exit 1; }
      [[ $saida != *Timeout* ]] || { erro "o Kafka em $servidores não respondeu a tempo"; exit 3; }
      erro "não consegui criar os tópicos"
      exit 1
    }
fi
if [[ -n $alterar ]]; then
  saida=$(ferramentas <<<"${alterar%$'\n'}" 2>&1) ||
    { printf '%s\n' "$saida" >&2; erro "não consegui aumentar os tópicos"; exit 1; }
fi
if ((problemas)); then
  erro "$problemas problema(s) em tópicos que já existiam; ${aumentar:+além do que disse que aumentava, }nada neles foi mudado."
  exit 1
fi
echo "Tópicos prontos em $servidores: $novos criados, $((total - novos)) já existiam."

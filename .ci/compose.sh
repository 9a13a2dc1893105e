#!/usr/bin/env bash
# A demonstração em Docker, de verdade: do nada ao ar, a etapa morta e a segunda instância, jars nos terminais, e o cluster de três
# brokers com um morto. Precisa de Docker, do docker-compose, do ss e dos jars construídos; usa as portas 9092, 9094, 9095, 5001 e 8080.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export ESTOQUE_TEMPOPROCESSAMENTO=300ms PAGAMENTO_TEMPOPROCESSAMENTO=100ms

command -v ss >/dev/null || { echo "ERRO: falta o ss (pacote iproute2): é ele que mostra as portas abertas além do loopback." >&2; exit 1; }
compose=(docker-compose) # o 1.29; onde não há, o que vem com o Docker de hoje
command -v docker-compose >/dev/null || compose=(docker compose)
dc() { "${compose[@]}" "${arquivos[@]}" "$@"; } # o projeto é o de COMPOSE_PROJECT_NAME: um só destes testes, que apagam os volumes dele
titulo() { printf '\n--- %s (%dm%02ds)\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)); }
# O que falha sem ter quem o diga: a linha e a de quem chamou. Num subshell cala-se, que a de fora o diz.
trap '[[ $BASH_SUBSHELL != 0 ]] || falha "linha $LINENO${FUNCNAME:+, chamada da ${BASH_LINENO[0]}}: $BASH_COMMAND"' ERR
falha() { echo "FALHOU: $*" >&2; dc ps >&2 || true; dc logs --tail 15 >&2 || true; exit 1; }
saida=$(mktemp) erros=$(mktemp)
limpa() {
  ./stop.sh >/dev/null 2>&1 || true # o laboratório da parte que falhou a meio
  arquivos=(-f docker-compose.yml -f docker-compose.cluster.yml)
  for COMPOSE_PROJECT_NAME in ci-demonstracao ci-cluster; do
    dc down -v --remove-orphans >/dev/null 2>&1 || true
  done
}
export COMPOSE_PROJECT_NAME
trap limpa EXIT
limpa
COMPOSE_PROJECT_NAME=ci-demonstracao arquivos=(-f docker-compose.yml)

# Quem espera pergunta ao docker: o docker-compose é um programa Python, e perguntar-lhe sem parar ocuparia um núcleo.
conteineres() { docker ps -aq --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter label=com.docker.compose.oneoff=False "$@"; }
do_servico() { conteineres --filter "label=com.docker.compose.service=$1"; }

espera() { # segundos, o que se espera, comando
  local fim=$((SECONDS + $1)) o_que=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < fim)) || falha "$o_que não veio a tempo"
    sleep 0.5
  done
}
# Todos no ar e healthy, menos topicos, que acabou bem, e quem se matou de propósito. Ninguém volta sozinho (restart: "no"): quem caiu se vê.
saudaveis() { # [serviço morto]
  local estados
  estados=$(conteineres | xargs docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}} {{.State.ExitCode}}')
  ! grep -vxE "[a-z0-9-]+ running healthy 0|topicos exited  0${1:+|$1 exited [a-z]* 137}" <<<"$estados"
}
linhas() { # serviço, texto: em quantas linhas de todas as instâncias
  local id
  for id in $(do_servico "$1"); do docker logs "$id" 2>&1; done | grep -c "$2" || true
}
ao_menos() { (($(linhas "$1" "$2") >= $3)); }
saldo() { curl -sf "http://localhost:5001/saldo/$1" | grep -o '"saldo":[0-9.]*'; }
tem_saldo() { [[ $(saldo "$1") == "$2" ]]; }
exige() { [[ $2 == "$3" ]] || falha "$1: esperava \"$3\", veio \"$2\""; }

titulo "docker-compose config"
for junto in "" "-f docker-compose.cluster.yml"; do
  aviso=$("${compose[@]}" -f docker-compose.yml $junto config -q 2>&1) || aviso+=" (saiu com $?)"
  exige "config $junto" "$aviso" ""
done

titulo "construir as imagens"
docker build -q --target construcao . >/dev/null # o que todas têm em comum, uma vez; o resto, ao mesmo tempo
dc --profile producers build --parallel --quiet
# Imagem a imagem: sem root, sem ferramentas de build, sem fontes.
for imagem in saldo-service estoque-service pagamento-service notificacao-service dashboard saldo-producer pedidos-producer; do
  dentro=$(docker run --rm --entrypoint sh "kafka-na-pratica/$imagem" -c \
    'id -u; command -v mvn; find / -xdev \( -name "*.java" -o -name pom.xml -o -path "/obra*" \) -not -path "/proc/*" 2>/dev/null | head -3')
  exige "dentro de $imagem" "$dentro" 10001
done

titulo "do nada ao ar"
inicio=$SECONDS
dc up -d
espera 180 "a saúde de todos" saudaveis
echo "todos saudáveis em $((SECONDS - inicio)) s"
abertas=$(ss -ltnH | awk '$4 ~ /:(9092|5001|8080|8081|29092|9093)$/ && $4 !~ /^127\.0\.0\.1:/ {print $4}')
exige "portas além do loopback" "$abertas" ""
for id in $(conteineres); do
  usuario=$(docker inspect -f '{{.Config.User}}' "$id")
  [[ -n $usuario && $usuario != root && $usuario != 0* ]] || falha "$(docker inspect -f '{{.Name}}' "$id") roda como root"
done

titulo "saldos e pedidos"
dc run --rm saldo-producer
espera 10 "o saldo do cliente 1" tem_saldo 1 '"saldo":150.00'
printf '7\n12,34\nq\n' | dc run --rm -T saldo-producer --interativo
espera 10 "o saldo do cliente 7" tem_saldo 7 '"saldo":12.34'
curl -sf http://localhost:8080/ | grep 'Kafka na Prática' >/dev/null || falha "o dashboard não responde"
curl -sf http://localhost:8080/api/compactacao | grep '"inicioDoAtivo":[0-9]' >/dev/null || falha "o dashboard não vê os segmentos"
dc run --rm pedidos-producer
espera 60 "o décimo aviso" ao_menos notificacao-service 'concluído:' 10

titulo "todos os codecs do Kafka, escritos pelas ferramentas dele"
produz() { # tópico, codec, chave, valor
  printf '%s|%s\n' "$3" "$4" | dc exec -T kafka /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server kafka:29092 \
    --topic "$1" --compression-codec "$2" --reader-property parse.key=true --reader-property 'key.separator=|'
}
pedido='"cliente":"cliente_1","produto":"Produto-1","quantidade":1'
aprovado='"aprovado_em":"2025-10-14T15:20:57-03:00"' pago='"pago_em":"2025-10-14T15:20:58-03:00"'
avisado() { curl -sf "http://localhost:8080/api/pedido?id=$1" | grep 'o cliente avisado'; }
codecs=(none gzip snappy lz4 zstd)
for codec in "${codecs[@]}"; do
  produz contas "$codec" "com-$codec" "{\"cliente_id\":\"com-$codec\",\"saldo\":1.50,\"timestamp\":\"2025-10-14T15:20:57\"}" &
  produz novos_pedidos "$codec" "novo-$codec" "{\"id_pedido\":\"novo-$codec\",$pedido}" &
  wait
  produz pedidos_aprovados "$codec" "aprovado-$codec" "{\"id_pedido\":\"aprovado-$codec\",$pedido,$aprovado}" &
  produz pedidos_concluidos "$codec" "concluido-$codec" "{\"id_pedido\":\"concluido-$codec\",$pedido,$aprovado,$pago}" &
  wait
done
for codec in "${codecs[@]}"; do
  espera 30 "o saldo escrito com $codec" saldo "com-$codec"
  for id in "novo-$codec" "aprovado-$codec" "concluido-$codec"; do
    espera 30 "o aviso de $id" ao_menos notificacao-service "Pedido $id .*concluído:" 1
    espera 30 "o pedido $id no dashboard" avisado "$id"
  done
done
exige "os codecs sem exec no /tmp" "$(dc exec -T saldo-service sh -c 'grep -c " /tmp tmpfs.*noexec" /proc/mounts')" 1
avisos=$(linhas notificacao-service 'concluído:')
saudaveis || falha "alguém adoeceu com os codecs"

titulo "parte 3: morre o pagamento"
dc kill pagamento-service
dc run --rm pedidos-producer >/dev/null
espera 60 "a vigésima aprovação" ao_menos estoque-service APROVADO $((20 + ${#codecs[@]}))
exige "avisos sem o pagamento" "$(linhas notificacao-service 'concluído:')" "$avisos"
saudaveis pagamento-service || falha "não foi só o pagamento que caiu"
dc up -d
espera 90 "mais dez avisos" ao_menos notificacao-service 'concluído:' $((avisos + 10))

titulo "parte 4: um segundo estoque"
dc up -d --scale estoque-service=2
espera 90 "a divisão" ao_menos estoque-service 'cedi ' 1
espera 60 "a saúde de todos" saudaveis
dc run --rm pedidos-producer --quantidade 30 >/dev/null
espera 90 "mais trinta avisos" ao_menos notificacao-service 'concluído:' $((avisos + 40))
trabalharam=0
for id in $(do_servico estoque-service); do
  if docker logs "$id" 2>&1 | grep APROVADO >/dev/null; then trabalharam=$((trabalharam + 1)); fi
done
exige "instâncias que trabalharam" "$trabalharam" 2

titulo "jars em terminais, start.sh e create-topics.sh, com o Kafka do compose"
java -jar saldo-producer/target/saldo-producer.jar --cliente 9 --saldo 9,99
espera 10 "o saldo do cliente 9" tem_saldo 9 '"saldo":9.99'
./create-topics.sh | grep '0 criados, 7 já existiam'
export PARTICOES=4
./create-topics.sh 2>"$erros" && falha "devia ter recusado as 3 partições"
sed -n 's/^  \(docker.*exec\) kafka/\1 -T kafka/p' "$erros" | while read -r correcao; do $correcao </dev/null; done
./create-topics.sh | grep '0 criados, 7 já existiam'
(source ./.jdk.sh; soma_do_build >lab/target/construido) # os jars acabam de ser construídos: o start.sh não repete o build
./start.sh --porta-saldo 5999 --porta-dashboard 8999 >"$saida" 2>&1 &
espera 300 "o laboratório ao lado" grep -q 'Tudo no ar' "$saida"
grep 'Já há um Kafka em localhost:9092' "$saida" || falha "o start.sh não usou o Kafka do compose"
grep -q 'broker-local  ' "$saida" && falha "o start.sh iniciou outro broker"
./stop.sh
wait
exige "saldo do cliente 9, parado o laboratório" "$(saldo 9)" '"saldo":9.99'

titulo "parar em segundos, e voltar com os dados"
saudaveis || falha "alguém caiu ou adoeceu pelo caminho"
inicio=$SECONDS
dc stop
((SECONDS - inicio <= 30)) || falha "parar levou $((SECONDS - inicio)) s"
echo "parou em $((SECONDS - inicio)) s"
mortos=$(conteineres | xargs docker inspect -f '{{.Name}} {{.State.ExitCode}}' | awk '$2 == 137')
exige "mortos à força" "$mortos" ""
dc down
dc up -d
espera 180 "a saúde de todos" saudaveis
exige "saldo do cliente 1 depois de down e up" "$(saldo 1)" '"saldo":150.00'
exige "saldo do cliente 7 depois de down e up" "$(saldo 7)" '"saldo":12.34'
dc down -v

titulo "o cluster: morre um broker no meio de 200 pedidos"
unset PARTICOES
COMPOSE_PROJECT_NAME=ci-cluster arquivos=(-f docker-compose.yml -f docker-compose.cluster.yml)
export ESTOQUE_TEMPOPROCESSAMENTO=50ms PAGAMENTO_TEMPOPROCESSAMENTO=20ms
dc up -d
espera 240 "a saúde de todos" saudaveis
brokers=(kafka kafka-2 kafka-3)
vitima=${brokers[${SEMENTE:-$RANDOM} % 3]}
echo "vítima: $vitima"
dc run --rm pedidos-producer --quantidade 200 --intervalo 50ms >"$saida" 2>&1 &
produtor=$!
espera 60 "o trigésimo aviso" ao_menos notificacao-service 'concluído:' 30
dc kill "$vitima"
wait $produtor || { cat "$saida"; falha "o producer não enviou tudo"; }
espera 120 "o ducentésimo aviso" ao_menos notificacao-service 'concluído:' 200
vivo=${brokers[0]}
[[ $vivo != "$vitima" ]] || vivo=${brokers[1]}
for topico in pedidos_aprovados pedidos_concluidos; do
  chaves=$(dc exec -T "$vivo" /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server "$vivo:29092" --topic $topico \
    --from-beginning --timeout-ms 8000 --isolation-level read_committed \
    --formatter-property print.key=true --formatter-property print.value=false 2>/dev/null | grep -E '^[0-9a-f-]{36}$' | sort)
  exige "pedidos em $topico" "$(wc -l <<<"$chaves")" 200
  exige "repetidos em $topico" "$(uniq -d <<<"$chaves")" ""
done
saudaveis "$vitima" || falha "não foi só o $vitima que caiu"
titulo "Fim: tudo como devia"

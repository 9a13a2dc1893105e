#!/usr/bin/env -S bash #
# Inicia o laboratório inteiro: broker Kafka, tópicos e serviços. Só precisa de um JDK 17 ou mais novo.
# Ctrl-C (ou ./stop.sh) para tudo o que ele iniciou; os dados ficam em dados/. Opções: ./start.sh --help
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
source ./.construir.sh

for script in start.sh stop.sh lab.sh create-topics.sh mvnw; do # um zip pode ter perdido o que torna as dicas executáveis
  [[ -x $script ]] || chmod +x "$script" 2>/dev/null || true
done

desatualizado() {
  local modulo
  for modulo in "${jars[@]}"; do
    [[ -f $modulo/target/$modulo.jar ]] || return 0
  done
  [[ $(cat lab/target/construido 2>/dev/null) != "$(soma_do_build)" ]]
}

constroi() {
  exige_javac
  if ! mkdir -p .lab 2>/dev/null || [[ ! -w . || ! -w .lab ]]; then
    echo "ERRO: não posso escrever em $PWD (é de $(ls -ld . | awk '{print $3}')). Copie a pasta para um lugar seu, ou: sudo chown -R $(id -un) '$PWD'" >&2
    exit 1
  fi
  local outro variavel
  if ! anota_que_constroi; then
    if outro=$(construindo); then
      echo "ERRO: outro ./start.sh (PID $outro) está construindo os programas nesta pasta: espere por ele, ou Ctrl-C no terminal dele." >&2
      exit 1
    fi
    if ! assume_a_construcao; then
      echo "ERRO: não consegui escrever $PWD/.lab/construindo: ou falta espaço no disco, ou outro ./start.sh acaba de começar." >&2
      exit 1
    fi
  fi
  # O Maven num grupo seu: quem mata este script, de qualquer modo que se deixe ouvir, mata o build também.
  local build=''
  trap '[[ -z ${build-} ]] || { kill -TERM -- "-$build" && wait "$build"; } 2>/dev/null || true; rm -f .lab/construindo' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  echo "Construindo os programas (na primeira vez, baixa as dependências: alguns minutos)…"
  local soma
  soma=$(soma_dos_fontes)
  # O Maven não compila outra vez quem usa o que outro build já refez (um interrompido, ou de um módulo só); nem, no build seguinte, os
  # testes de quem este compilar.
  rm -rf {.,exemplos}/*/target/{classes,test-classes}
  # Sem compilar os testes, nem resolver o que pedem os do sistema: o Playwright pesa uns 200 MB. E sem o que mudaria os
  # programas: o build já decide os beans deles, e o faria conforme o ambiente de hoje.
  set -m
  (
    trap '' TTOU # escreve no terminal mesmo fora do grupo dele
    for variavel in $(compgen -e | grep -E '^(SPRING|SERVER|MANAGEMENT|LOGGING|SALDO|ESTOQUE|PAGAMENTO|NOTIFICACAO|ETAPA|DASHBOARD|KAFKA)(_|$)|^(DEBUG|TRACE)$'); do
      unset "$variavel"
    done
    "${sem_opcoes[@]}" sh mvnw -B -T 1C -DskipTests -Dmaven.test.skip -pl '!testes,!exemplos/interruptores,!exemplos/medidas' package 2>&1 | tee .lab/construcao.log | traduz_o_maven
  ) </dev/null &
  build=$!
  set +m
  if ! wait "$build"; then
    # Sem internet, ou sem memória, quem diz por que não é o Maven.
    grep -q '^\[ERROR\] ' .lab/construcao.log || tail -n 3 .lab/construcao.log | sed 's/^/  /'
    echo "ERRO: o build falhou; o motivo está acima, e a saída inteira do Maven, em .lab/construcao.log${MAVEN_OPTS:+ (há um MAVEN_OPTS no ambiente: $MAVEN_OPTS)}${MAVEN_ARGS:+ (há um MAVEN_ARGS no ambiente: $MAVEN_ARGS)}. Para repeti-lo: ./start.sh" >&2
    exit 1
  fi
  echo "$soma $(soma_dos_jars)" >lab/target/construido
  rm -f .lab/construindo
  trap - EXIT INT TERM HUP
}

# Trocar os jars de um laboratório que está no ar o quebraria; que ele está, o próprio lab.jar diz.
no_ar() { [[ -f lab/target/lab.jar && -n $(vivos "lab/target/lab.jar iniciar") ]]; }

# Com um lab.jar, mesmo velho, a ajuda não espera por um build.
pede_ajuda() {
  [[ -f lab/target/lab.jar ]] || return 1
  case " $* " in *' --help '* | *' -h '* | *' --ajuda '*) return 0 ;; esac
  return 1
}

if ! no_ar && ! pede_ajuda "$@" && desatualizado; then constroi; fi

cor=()
[[ -t 1 && -z ${NO_COLOR-} ]] && cor=(-Dlab.cor=true)
# A marca é por onde ./stop.sh reconhece os processos deste laboratório.
exec "${sem_opcoes[@]}" "$JAVA" "-Dlaboratorio=[$(pwd -P)]" ${cor[@]+"${cor[@]}"} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -Dfile.encoding=UTF-8 \
  -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -jar lab/target/lab.jar iniciar "$@"

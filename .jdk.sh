# Lido pelos scripts, já na raiz do repositório: acha o Java e confere a versão (deixa o caminho em JAVA), e cuida para que o
# ambiente de quem os chama não mude o que eles fazem.
unset CDPATH BASH_ENV ENV

# O que a JVM leria sozinha do ambiente: com -XX:+UseG1GC ali, nenhum programa daqui começaria.
sem_opcoes=(env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u _JAVA_OPTIONS -u CLASSPATH)

# Sem um locale UTF-8, a JVM não abre arquivos numa pasta com acentos.
if [[ $(locale charmap 2>/dev/null) != UTF-8 ]]; then
  for candidato in C.UTF-8 C.utf8 pt_BR.UTF-8 en_US.UTF-8; do
    if [[ $(LC_ALL=$candidato locale charmap 2>/dev/null) == UTF-8 ]]; then
      export LC_ALL=$candidato
      break
    fi
  done
fi

JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$JAVA" >/dev/null 2>&1; then
  echo "ERRO: não achei o Java (${JAVA}). Instale um JDK 17 ou mais novo e, se preciso, aponte JAVA_HOME para ele." >&2
  exit 1
fi
# Até o Java 8, a versão se escreve 1.8.
dito=$("${sem_opcoes[@]}" "$JAVA" -version 2>&1) || true # o java do macOS está lá mesmo sem um JDK
versao=$(sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' <<<"$dito" | head -n 1)
if [[ -z $versao ]]; then
  echo "ERRO: \"$JAVA\" não funciona ($(head -n 1 <<<"$dito")). Instale um JDK 17 ou mais novo e, se preciso, aponte JAVA_HOME para ele." >&2
  exit 1
fi
if [[ $versao -lt 17 ]]; then
  echo "ERRO: é preciso um JDK 17 ou mais novo; \"$JAVA\" é a versão $versao. Aponte JAVA_HOME para um." >&2
  exit 1
fi

# Para construir; para rodar o que já está construído, um JRE basta.
exige_javac() {
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null 2>&1 && return
  echo "ERRO: este Java é só um JRE: falta o compilador (javac). Instale o JDK e aponte JAVA_HOME para ele." >&2
  exit 1
}

# Os PIDs do que este laboratório tem no ar, ou só do que roda o comando dito.
vivos() {
  ps axww -o pid= -o args= 2>/dev/null | MARCA="-Dlaboratorio=[$(pwd -P)]" QUAL=${1--D} \
    awk 'index($0, ENVIRON["MARCA"]) && index($0, ENVIRON["QUAL"]) {printf "%s%s", espaco, $1; espaco = " "}'
}

# Como um processo foi chamado: o PID de quem morreu pode já ser de outro.
chamado() { LC_ALL=C ps -ww -o args= -p "$1" 2>/dev/null; }

# Anota que é este script que constrói nesta pasta; falha se já há uma anotação. De dois ao mesmo tempo só um a põe no lugar, e inteira:
# um ln, ou um mv -n num disco que não os tem, não passa por cima.
anota_que_constroi() {
  local minha=.lab/construindo.$$ anotado
  anotado="$$ $(pwd -P)"$'\n'"$(chamado $$)"
  printf '%s\n' "$anotado" >"$minha" || return 1
  ln "$minha" .lab/construindo 2>/dev/null || mv -n "$minha" .lab/construindo 2>/dev/null || true
  rm -f "$minha"
  [[ $(cat .lab/construindo 2>/dev/null) == "$anotado" ]]
}

# Tira a anotação de um que morreu, ou de outra pasta, e põe a deste; um de cada vez, que o segundo tiraria a do primeiro.
assume_a_construcao() {
  if ! mkdir .lab/trocando 2>/dev/null; then
    [[ -z $(find .lab/trocando -prune -mmin +1 2>/dev/null) ]] || rmdir .lab/trocando # também quem a criou morreu
    return 1
  fi
  construindo >/dev/null || rm -f .lab/construindo
  rmdir .lab/trocando
  anota_que_constroi
}

# Outro ./start.sh construindo nesta pasta? Diz o PID dele. Numa cópia da pasta, a anotação é da original.
construindo() {
  local pid onde como
  { read -r pid onde && como=$(cat); } 2>/dev/null <.lab/construindo &&
    [[ $onde == "$(pwd -P)" && $pid != $$ && -n $como && $como == "$(chamado "$pid")" ]] && echo "$pid"
}

jars=(broker-local lab saldo-service saldo-producer
  estoque-service pagamento-service notificacao-service pedidos-producer dashboard armadilhas)

# O que o build lê e o que ele fez, em quatro números: os mesmos em qualquer pasta, seja qual for a data dos arquivos. Os jars também,
# porque um pode ter sido feito de outros fontes: por um build de um módulo só, ou por um interrompido.
soma_do_build() { echo "$(soma_dos_fontes) $(soma_dos_jars)"; }

# O índice de um jar, com o CRC de cada entrada, fica no fim dele.
soma_dos_jars() {
  local modulo
  for modulo in "${jars[@]}"; do tail -c 1000000 "$modulo/target/$modulo.jar"; done | cksum
}

# Sem o que o sistema e os editores deixam ao passar (.DS_Store, .A.java.swp, A.java~): não é de ninguém que se construa.
soma_dos_fontes() {
  {
    find pom.xml ./*/pom.xml ./*/src/main README.md CONTRIBUTING.md docs -type f ! -path '*/.*' ! -name '*~' \
      ! -name Thumbs.db ! -name desktop.ini -print0 2>/dev/null || true
  } | LC_ALL=C sort -z |
    xargs -0 cksum | cksum
}

# Lido por start.sh e stop.sh: acha o Java e confere a versão. Deixa o caminho em JAVA.
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$JAVA" >/dev/null 2>&1; then
  echo "ERRO: não achei o Java (${JAVA}). Instale um JDK 17 ou mais novo e, se preciso, aponte JAVA_HOME para ele." >&2
  exit 1
fi
versao=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
if [[ ${versao:-0} -lt 17 ]]; then
  echo "ERRO: é preciso um JDK 17 ou mais novo; \"$JAVA\" é a versão ${versao:-desconhecida}. Aponte JAVA_HOME para um." >&2
  exit 1
fi
if ! command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null 2>&1; then
  echo "ERRO: este Java é só um JRE: falta o compilador (javac). Instale o JDK e aponte JAVA_HOME para ele." >&2
  exit 1
fi

#!/usr/bin/env bash
# Constrói e testa os exemplos como quem os copiou: cada um sozinho numa pasta temporária, sem os fontes daqui, só com os jars das
# bibliotecas num repositório Maven que também é temporário (o ~/.m2 não muda). Supõe os jars construídos: ./mvnw -DskipTests package
#
#   exemplos/fora-daqui.sh [OPÇÕES DO MAVEN]    por exemplo -o, ou -DskipTests
set -euo pipefail
raiz=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# O repositório: as bibliotecas daqui, no lugar em que o install as poria, e o que se baixar agora. O que já se tinha baixado só se lê:
# é a cauda dele, por atalhos, sem o que daqui se tenha instalado.
repositorio=$tmp/repositorio cauda=$tmp/cauda
mkdir -p "$cauda"
for grupo in "${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}"/*; do
  [[ $(basename "$grupo") == br ]] || ln -s "$grupo" "$cauda/"
done
instala() { # instala PASTA ARTEFATO
  local destino=$repositorio/br/kafkanapratica/$2/1.0.0-SNAPSHOT
  mkdir -p "$destino"
  cp "$1/pom.xml" "$destino/$2-1.0.0-SNAPSHOT.pom"
  if [[ -f $1/target/$2-classes.jar ]]; then cp "$1/target/$2-classes.jar" "$destino/$2-1.0.0-SNAPSHOT.jar"; fi
}
instala "$raiz" kafka-na-pratica
for biblioteca in kafka-leitura kafka-estado kafka-etapa; do
  if [[ -f $raiz/$biblioteca/pom.xml ]]; then instala "$raiz/$biblioteca" "$biblioteca"; fi
done

for exemplo in "$raiz"/exemplos/*/pom.xml; do
  pasta=$(dirname "$exemplo")
  nome=$(basename "$pasta")
  echo "== $nome, sozinho em $tmp/$nome"
  mkdir "$tmp/$nome"
  cp -r "$exemplo" "$pasta/src" "$tmp/$nome"
  (cd "$tmp/$nome" && "$raiz/mvnw" -B -ntp -q -f pom.xml -Dmaven.repo.local="$repositorio" \
    -Dmaven.repo.local.tail="$cauda" "$@" verify && ls -l target/*.jar)
done
echo "Todos construídos fora daqui."

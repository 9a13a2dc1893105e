# Uma receita para todos os programas; MODULO diz qual: docker build --build-arg MODULO=saldo-service .
# Sem nada que só o BuildKit entenda. Os dois primeiros estágios não dependem de MODULO: o Maven roda uma vez só, e as outras
# imagens os aproveitam do cache.

FROM maven:3-eclipse-temurin-25 AS construcao
WORKDIR /obra
COPY . .
RUN mvn -q -B -T 1C -DskipTests -Dmaven.test.skip -Dspring-boot.aot.skip -pl '!testes,!exemplos/interruptores,!exemplos/medidas' package

# As bibliotecas nativas dos codecs do Kafka (zstd, snappy, lz4), que senão se extrairiam em /tmp ao ler o primeiro registro
# comprimido: num /tmp sem exec, como o do compose, não carregam, e quem lia morre. Aqui ficam na imagem, só de leitura.
FROM construcao AS codecs
WORKDIR /codecs
RUN case $(uname -m) in \
      x86_64) arq=amd64 outra=x86_64 ;; \
      aarch64) arq=aarch64 outra=aarch64 ;; \
      *) echo "ERRO: não sei onde estão os codecs para $(uname -m)" >&2; exit 1 ;; \
    esac \
 && jar xf /obra/saldo-service/target/saldo-service.jar BOOT-INF/lib \
 && for jar in zstd-jni snappy-java lz4-java; do jar xf BOOT-INF/lib/$jar-*.jar; done \
 && mkdir nativas \
 && mv linux/$arq/libzstd-jni-*.so nativas/libzstd-jni.so \
 && mv org/xerial/snappy/native/Linux/$outra/libsnappyjava.so net/jpountz/util/linux/$arq/liblz4-java.so nativas/

# As camadas do Spring Boot: bibliotecas que quase nunca mudam, separadas do nosso código.
FROM eclipse-temurin:25-jre AS camadas
ARG MODULO
WORKDIR /extraido
COPY --from=construcao /obra/${MODULO}/target/${MODULO}.jar programa.jar
RUN java -Djarmode=tools -jar programa.jar extract --layers --destination camadas

FROM eclipse-temurin:25-jre
WORKDIR /programa
COPY --from=camadas /extraido/camadas/dependencies/ ./
COPY --from=camadas /extraido/camadas/spring-boot-loader/ ./
COPY --from=camadas /extraido/camadas/snapshot-dependencies/ ./
COPY --from=camadas /extraido/camadas/application/ ./
COPY --from=codecs /codecs/nativas/ nativas/
ENV CODECS="--enable-native-access=ALL-UNNAMED -DZstdNativePath=/programa/nativas/libzstd-jni.so -Dorg.xerial.snappy.lib.path=/programa/nativas -Djava.library.path=/programa/nativas"
# Um início de ensaio, sem Kafka, grava o que a JVM aprende (classes carregadas e ligadas) para os inícios de verdade.
ARG OPCOES_DA_JVM="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
ENV OPCOES_DA_JVM=${OPCOES_DA_JVM}
RUN java ${OPCOES_DA_JVM} ${CODECS} -XX:AOTCacheOutput=programa.aot -Dspring.context.exit=onRefresh -jar programa.jar --help >/dev/null \
 && chmod -R a+rX .
USER 10001:10001
# exec: os sinais do docker stop chegam ao Java. A memória é a do contêiner.
ENTRYPOINT ["/bin/sh", "-c", "exec java ${OPCOES_DA_JVM} ${CODECS} -XX:AOTCache=programa.aot -XX:MaxRAMPercentage=60 ${JAVA_OPTS-} -jar programa.jar \"$@\"", "programa"]

# Uma receita para todos os programas; MODULO diz qual: docker build --build-arg MODULO=saldo-service .
# Sem nada que só o BuildKit entenda. Os dois primeiros estágios não dependem de MODULO: o Maven roda uma vez só, e as outras
# imagens o aproveitam do cache.

FROM maven:3-eclipse-temurin-25 AS construcao
WORKDIR /obra
COPY . .
RUN mvn -q -B -T 1C -Dmaven.test.skip -Dspring-boot.aot.skip -Dspotless.apply.skip -Dspotless.check.skip -pl '!testes' package

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
# Um início de ensaio, sem Kafka, grava o que a JVM aprende (classes carregadas e ligadas) para os inícios de verdade.
ARG OPCOES_DA_JVM="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
ENV OPCOES_DA_JVM=${OPCOES_DA_JVM}
RUN java ${OPCOES_DA_JVM} -XX:AOTCacheOutput=programa.aot -Dspring.context.exit=onRefresh -jar programa.jar --help >/dev/null \
 && chmod -R a+rX .
USER 10001:10001
# exec: os sinais do docker stop chegam ao Java. A memória é a do contêiner.
ENTRYPOINT ["/bin/sh", "-c", "exec java ${OPCOES_DA_JVM} -XX:AOTCache=programa.aot -XX:MaxRAMPercentage=60 ${JAVA_OPTS-} -jar programa.jar \"$@\"", "programa"]

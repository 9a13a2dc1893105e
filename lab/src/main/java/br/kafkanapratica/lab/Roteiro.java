package br.kafkanapratica.lab;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** O que cada instância roda. */
interface Roteiro {

    /** @throws IllegalStateException se não há o que rodar, com o comando que o constrói */
    Programa programa(Instancia instancia);

    /** O que se digita na raiz do repositório para o rodar à mão. */
    String comando(Instancia instancia);

    /** Onde atende, ou 0 se não tem uma porta só sua. */
    int porta(Instancia instancia);

    /** Onde os programas se acham, uma linha para cada coisa: {@link OndeOlhar#KAFKA} e o endereço, {@link OndeOlhar#SALDO} e o da API. */
    List<String> onde();

    /** O PID do mesmo programa iniciado à mão, que não é deste laboratório, se há um. */
    OptionalLong aMao(Instancia instancia);

    /** Por que ela não conseguiria começar agora, se não conseguiria: uma frase. */
    Optional<String> impedimento(Instancia instancia);
}

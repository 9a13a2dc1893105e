package br.kafkanapratica.etapa;

import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * As recusas do broker que podem ser por causa do registro, e não do tópico em que se escreve: só o tamanho. A hora é a de agora, e
 * a chave que falta, só um tópico compactado a exige.
 */
final class DoRegistro {

    private DoRegistro() {}

    static boolean eUm(Throwable erro) {
        return erro instanceof RecordTooLargeException || erro instanceof RecordBatchTooLargeException;
    }
}

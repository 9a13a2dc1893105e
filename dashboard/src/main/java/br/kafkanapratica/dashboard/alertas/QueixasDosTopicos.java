package br.kafkanapratica.dashboard.alertas;

import java.util.List;
import java.util.Map;

/** O que há de errado na configuração dos tópicos. Pode ser usado de várias threads. */
public interface QueixasDosTopicos {

    /** Os problemas de cada tópico que os tem, como se soube da última vez. */
    Map<String, List<Problema>> porTopico();
}

package br.kafkanapratica.estado;

/**
 * O que se faz dos registros de um tópico: o estado que se vai consultar. Tem de ser função do log, e aplicar outra vez registros já
 * aplicados, na mesma ordem, tem de dar o mesmo estado: depois de uma falha, a leitura recomeça de um pouco antes.
 *
 * <p>Uma thread de cada vez escreve, e vê o que a anterior escreveu; quem consulta o faz de outras, e é a projeção que o permite.
 */
public interface Projecao {

    /** Os registros de uma partição vêm na ordem dos offsets. Se lançar, a partição fica parada neste registro, e isso é dito. */
    void aplica(Lido registro);

    /** O mesmo, de vários, na ordem em que vêm. */
    default void aplica(Iterable<Lido> registros) {
        registros.forEach(this::aplica);
    }

    /** Já foi aplicado tudo o que o log tinha num instante posterior à chamada anterior. */
    default void emDia() {}

    /** O que dizer do estado na linha de log que anuncia o fim da reconstrução. */
    default String resumo() {
        return "";
    }
}

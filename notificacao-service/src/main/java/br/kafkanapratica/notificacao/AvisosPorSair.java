package br.kafkanapratica.notificacao;

/** Os avisos de um lote não saíram, ou só em parte: o lote tem de voltar. */
final class AvisosPorSair extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AvisosPorSair(String motivo) {
        super(motivo);
    }
}

package br.kafkanapratica.lab;

/** O que o laboratório considera no ar. */
public final class NoAr {

    private NoAr() {}

    /** Um que já terminou, e que quem o herdou ainda não recolheu, o Java diz vivo. */
    public static boolean esta(ProcessHandle processo) {
        return processo.isAlive() && !Congelamento.zumbi(processo);
    }
}

package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Tela;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Saldos ao acaso para os clientes de 1 a {@code quantidade}.
 *
 * @param semente a mesma semente gera os mesmos saldos
 */
record Geracao(long quantidade, long semente) implements Acao {

    private static final int MAXIMO_EM_CENTAVOS = 10_000_00;
    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    @Override
    public int executa(Produtor produtor) {
        System.out.printf("Gerando %d saldos com a semente %d.%n", quantidade, semente);
        long inicio = System.nanoTime();
        var envio = envia(produtor);
        long confirmadas = envio.confirmadas();
        var falha = envio.falha();
        if (falha != null) {
            Tela.erro(falha.getMessage());
            System.out.printf("%d mensagens confirmadas; %d não.%n", confirmadas, quantidade - confirmadas);
            return 1;
        }
        double segundos = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - inicio)) / 1000.0;
        System.out.printf(
                BRASIL,
                "%d mensagens confirmadas em %.1f s (%.0f/s).%n",
                confirmadas,
                segundos,
                confirmadas / segundos);
        return 0;
    }

    private EnvioEmMassa envia(Produtor produtor) {
        var acaso = new Random(semente);
        try (var progresso = Progresso.de("Confirmadas", quantidade)) {
            var envio = new EnvioEmMassa(produtor, progresso::chegaA);
            for (long cliente = 1; cliente <= quantidade && !envio.falhou(); cliente++) {
                envio.envia(Long.toString(cliente), BigDecimal.valueOf(acaso.nextInt(MAXIMO_EM_CENTAVOS), 2));
            }
            envio.espera();
            return envio;
        }
    }
}

package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Plural;
import br.kafkanapratica.terminal.Tela;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Saldos ao acaso para os clientes de 1 a {@code quantidade}.
 *
 * @param semente a mesma semente gera os mesmos saldos
 */
record Geracao(long quantidade, long semente) implements Acao {

    private static final int MAXIMO_EM_CENTAVOS = 10_000_00;
    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    @Override
    public int executa(ProdutorDeSaldos produtor) throws InterruptedException {
        System.out.printf("Gerando %s com a semente %d.%n", Plural.de(quantidade, "saldo", "saldos"), semente);
        long inicio = System.nanoTime();
        try (var envio = new EnvioEmMassa(produtor)) {
            envia(envio);
            return resumo(envio, inicio);
        }
    }

    private void envia(EnvioEmMassa envio) throws InterruptedException {
        var acaso = new Random(semente);
        try (var progresso = ProgressoNaTela.de("Confirmadas", quantidade)) {
            for (long cliente = 1; cliente <= quantidade && envio.continua(); cliente++) {
                envio.envia(Long.toString(cliente), BigDecimal.valueOf(acaso.nextInt(MAXIMO_EM_CENTAVOS), 2));
                progresso.chegaA(envio.confirmadas());
            }
            envio.espera(progresso::chegaA);
        }
    }

    private int resumo(EnvioEmMassa envio, long inicio) {
        var confirmadas = Plural.de(envio.confirmadas(), "mensagem confirmada", "mensagens confirmadas");
        var falha = envio.falha();
        if (falha != null) {
            Tela.erro(falha.getMessage());
        }
        if (envio.confirmadas() < quantidade) {
            System.out.printf(
                    "%s%s; %d não.%n",
                    envio.interrompido() ? "Interrompido: " : "", confirmadas, quantidade - envio.confirmadas());
            return ExitCode.SOFTWARE;
        }
        double segundos = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - inicio)) / 1000.0;
        System.out.printf(BRASIL, "%s em %.1f s (%.0f/s).%n", confirmadas, segundos, quantidade / segundos);
        return ExitCode.OK;
    }
}

package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.ClienteId;
import br.kafkanapratica.contratos.EntradaInvalida;
import br.kafkanapratica.contratos.ValorEmReais;
import br.kafkanapratica.terminal.Falha;
import br.kafkanapratica.terminal.FalhaNoKafka;
import br.kafkanapratica.terminal.Interrupcao;
import br.kafkanapratica.terminal.Tela;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Pergunta cliente e saldo, um depois do outro, até {@code q}, Ctrl-D ou Ctrl-C. */
final class Interativo implements Acao {

    private static final Set<String> FIM = Set.of("q", "sair");

    private static final int INTERROMPIDO = 130;

    private volatile int codigo = ExitCode.OK;

    @Override
    public int executa(ProdutorDeSaldos produtor) throws InterruptedException, RespostaDeOutraPergunta {
        System.out.println("Escreva um saldo por vez; para terminar: q, Ctrl-D ou Ctrl-C.");
        try (var digitacao = Digitacao.abre()) {
            // Um sinal no meio de um envio, ou com a entrada num pipe, encerraria a JVM com 130.
            var interrupcao = new Thread(() -> {
                fecha(digitacao);
                System.out.println();
                Runtime.getRuntime().halt(interrompe(produtor));
            });
            Runtime.getRuntime().addShutdownHook(interrupcao);
            boolean ateOFim;
            try {
                conversa(digitacao, produtor);
            } finally { // se falhou, quem o diz, e com que código se termina, não é a interrupção
                ateOFim = Interrupcao.tira(interrupcao);
            }
            if (ateOFim) {
                despede();
            }
            return codigo;
        }
    }

    private static void fecha(Digitacao digitacao) {
        try {
            digitacao.close();
        } catch (UncheckedIOException e) {
            // o terminal já se foi
        }
    }

    private int interrompe(ProdutorDeSaldos produtor) {
        var semResposta = produtor.interrompido();
        if (semResposta.isEmpty()) {
            despede();
            return codigo;
        }
        Tela.erro(semResposta.get());
        return INTERROMPIDO;
    }

    private void conversa(Digitacao digitacao, ProdutorDeSaldos produtor)
            throws InterruptedException, RespostaDeOutraPergunta {
        while (true) {
            var clienteId = pergunta(digitacao, "Cliente ID: ", ClienteId::digitado);
            var saldo = clienteId == null ? null : pergunta(digitacao, "Saldo: ", ValorEmReais::de);
            if (clienteId == null || saldo == null) {
                return;
            }
            try {
                produtor.produz(clienteId, saldo);
            } catch (FalhaNoKafka e) {
                Tela.erro(e.getMessage());
                codigo = ExitCode.SOFTWARE;
            }
        }
    }

    /** Insiste até a resposta servir; null se a pessoa quer terminar. */
    private static <T> @Nullable T pergunta(Digitacao digitacao, String rotulo, Campo<T> campo)
            throws RespostaDeOutraPergunta {
        boolean jaEstava = false;
        for (String texto; (texto = digitacao.le(rotulo)) != null; ) {
            if (FIM.contains(texto.strip().toLowerCase(Locale.ROOT))) {
                return null;
            }
            if (jaEstava) {
                throw new RespostaDeOutraPergunta(texto);
            }
            try {
                return campo.le(texto);
            } catch (EntradaInvalida e) {
                jaEstava = digitacao.jaVeioMais();
                System.out.println("Não entendi: " + e.getMessage() + ".");
            }
        }
        return null;
    }

    private static void despede() {
        System.out.println("Até logo!");
    }

    private interface Campo<T> {
        T le(String texto) throws EntradaInvalida;
    }

    /** Num pipe, o saldo que se recusou a um cliente seria o id do seguinte, e daí em diante cada um teria o de outro. */
    private static final class RespostaDeOutraPergunta extends Falha {
        private static final long serialVersionUID = 1L;

        RespostaDeOutraPergunta(String texto) {
            super(
                    ("%s já estava escrito quando recusei a resposta anterior, e não sei a que pergunta responde. Parei aqui, e nada do que vem "
                                    + "depois foi enviado. Corrija a resposta recusada e repita do cliente dela em diante; para muitos saldos, use "
                                    + "--arquivo")
                            .formatted(EntradaInvalida.cita(texto)));
        }
    }
}

package br.kafkanapratica.notificacao;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Entrega os avisos. O destino é o terminal, com a cara das linhas do log; num sistema de verdade, é aqui que entra o
 * serviço de e-mail. Pode ser usado de várias threads.
 */
@Component
class Correio {

    /** Quanto uma escrita pode levar até se dizer que ninguém a lê (Ctrl+S no terminal, um pipe cheio). */
    static final Duration PACIENCIA = Duration.ofSeconds(5);

    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final Pattern CONTROLE = Pattern.compile("\\p{Cc}");
    private static final int BYTES_POR_AVISO = 256;

    private final OutputStream terminal;
    private final PrintStream erros;
    private final Clock relogio;
    private final LongSupplier nanos;

    private volatile @Nullable String falha;
    /** Em {@link System#nanoTime()}, que ninguém acerta. */
    private volatile @Nullable Long escrevendoDesde;

    /** E não {@code System.out}, que esconde os erros: um aviso que não saiu não pode ser dado por feito. */
    @Autowired
    Correio() {
        this(new FileOutputStream(FileDescriptor.out), System.err, Clock.systemDefaultZone(), System::nanoTime);
    }

    Correio(OutputStream terminal, PrintStream erros, Clock relogio, LongSupplier nanos) {
        this.terminal = terminal;
        this.erros = erros;
        this.relogio = relogio;
        this.nanos = nanos;
    }

    /** Avisos que só falta escrever. */
    record Carta(ByteArrayOutputStream linhas) {}

    Carta redige(List<String> avisos) {
        var linhas = new ByteArrayOutputStream(BYTES_POR_AVISO * avisos.size());
        var hora = LocalTime.now(relogio).format(HORA);
        for (var aviso : avisos) {
            var linha = hora + " INFO  " + semControles(aviso) + System.lineSeparator();
            linhas.writeBytes(linha.getBytes(StandardCharsets.UTF_8));
        }
        return new Carta(linhas);
    }

    /**
     * Numa escrita só: um lote sai inteiro, e é curto o tempo em que uma morte o deixaria a meio.
     *
     * @throws AvisosPorSair se não deu para escrever (disco cheio, quem lia morreu): talvez só parte tenha saído
     */
    synchronized void entrega(Carta carta) {
        escrevendoDesde = nanos.getAsLong();
        try {
            if (falha != null) {
                terminal.write(System.lineSeparator().getBytes(StandardCharsets.UTF_8)); // a linha que ficou a meio
            }
            carta.linhas().writeTo(terminal);
        } catch (IOException e) {
            throw falhou(e);
        } finally {
            escrevendoDesde = null;
        }
        if (falha != null) {
            falha = null;
            erros.println("[NOTIFICACAO] Os avisos voltaram a sair.");
        }
    }

    /** O que impede agora os avisos de sair; vazio se nada. */
    Optional<String> problema() {
        var desde = escrevendoDesde;
        if (desde != null && nanos.getAsLong() - desde > PACIENCIA.toNanos()) {
            return Optional.of(
                    "ninguém lê a saída padrão há mais de %d s, e os avisos esperam; num terminal parado por Ctrl+S, tecle Ctrl+Q"
                            .formatted(PACIENCIA.toSeconds()));
        }
        return Optional.ofNullable(falha);
    }

    private AvisosPorSair falhou(IOException erro) {
        var antes = falha;
        var agora =
                "não consigo escrever os avisos na saída padrão (%s); nenhum se perde, e tento de novo. Libere espaço no disco, ou reinicie este programa com outra saída"
                        .formatted(erro.getMessage());
        falha = agora;
        if (!agora.equals(antes)) { // o log vai para a mesma saída
            erros.println("[NOTIFICACAO] ERRO: " + agora + ".");
        }
        return new AvisosPorSair(agora);
    }

    /** Um texto vindo de um tópico não muda o terminal. */
    private static String semControles(String aviso) {
        for (int i = 0; i < aviso.length(); i++) {
            if (Character.isISOControl(aviso.charAt(i))) {
                return CONTROLE.matcher(aviso).replaceAll("·");
            }
        }
        return aviso;
    }
}

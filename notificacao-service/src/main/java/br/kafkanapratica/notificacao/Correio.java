package br.kafkanapratica.notificacao;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Entrega os avisos. O destino é o terminal, com a cara das linhas do log; num sistema de verdade, é aqui que entra o
 * serviço de e-mail. Pode ser usado de várias threads.
 */
final class Correio {

    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final Pattern CONTROLE = Pattern.compile("\\p{Cc}");
    private static final int BYTES_POR_AVISO = 256;

    /** E não {@code System.out}, que esconde os erros: um aviso que não saiu não pode ser dado por feito. */
    private final FileOutputStream terminal = new FileOutputStream(FileDescriptor.out);

    /**
     * Numa escrita só: um lote sai inteiro, e é curto o tempo em que uma morte o deixaria a meio.
     *
     * @throws UncheckedIOException se não deu para escrever (disco cheio, quem lia morreu): talvez só parte tenha saído
     */
    void entrega(List<String> avisos) {
        var linhas = new ByteArrayOutputStream(BYTES_POR_AVISO * avisos.size());
        var hora = LocalTime.now().format(HORA);
        for (var aviso : avisos) {
            var linha = hora + " INFO  " + semControles(aviso) + System.lineSeparator();
            linhas.writeBytes(linha.getBytes(StandardCharsets.UTF_8));
        }
        try {
            linhas.writeTo(terminal);
        } catch (IOException e) {
            throw new UncheckedIOException("não consegui escrever os avisos no terminal", e);
        }
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

package br.kafkanapratica.terminal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.kafka.common.utils.Utils;

/** Se há alguém nos endereços do Kafka: só uma conexão TCP, que o sistema aceita até por um programa lento ou parado. */
enum Alcance {
    ACEITA,
    RECUSA,
    /** Nem aceita nem recusa, ou não é um endereço. */
    MUDO;

    private static final Duration PRAZO = Duration.ofSeconds(2);

    /** Basta um endereço que aceite; recusa só se todos recusam. */
    static Alcance de(String servidores) {
        var vistos = EnumSet.noneOf(Alcance.class);
        Arrays.stream(servidores.split(",")).map(Alcance::deUm).forEach(vistos::add);
        if (vistos.contains(ACEITA)) {
            return ACEITA;
        }
        return vistos.contains(MUDO) ? MUDO : RECUSA;
    }

    private static Alcance deUm(String servidor) {
        var nome = Utils.getHost(servidor.strip());
        var porta = Utils.getPort(servidor.strip());
        if (nome == null || porta == null) {
            return MUDO;
        }
        try (var soquete = new Socket()) {
            soquete.connect(new InetSocketAddress(nome, porta), (int) PRAZO.toMillis());
            return ACEITA;
        } catch (ConnectException | UnknownHostException e) {
            return RECUSA;
        } catch (IOException | IllegalArgumentException e) {
            return MUDO;
        }
    }
}

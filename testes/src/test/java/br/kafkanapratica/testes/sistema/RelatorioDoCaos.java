package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.juiz.Retomada;
import br.kafkanapratica.juiz.Veredito;
import br.kafkanapratica.testes.falhas.Roteiro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** O que houve num caos: quantas falhas de cada tipo, quanto passou no meio delas, o que o juiz achou e as retomadas mais lentas. */
final class RelatorioDoCaos {

    private final long semente;
    private final int brokers;
    private final long comecou = System.nanoTime();
    private final Map<TipoDeFalha, Long> porTipo = new EnumMap<>(TipoDeFalha.class);
    private @Nullable Duration asFalhas;
    private long pedidos;
    private long escritas;
    private long respostas;

    RelatorioDoCaos(long semente, int brokers) {
        this.semente = semente;
        this.brokers = brokers;
    }

    void comeca(Roteiro<TipoDeFalha> roteiro) {
        porTipo.putAll(
                roteiro.falhas().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        System.out.printf("CaosIT: -Dsemente=%d, %d broker(s): %s%n", semente, brokers, porTipo);
    }

    void acabaramAsFalhas() {
        asFalhas = desdeOComeco();
    }

    void passaram(long pedidosConfirmados, long escritasConfirmadas, long respostasDoSaldo) {
        pedidos = pedidosConfirmados;
        escritas = escritasConfirmadas;
        respostas = respostasDoSaldo;
    }

    /** Na saída, e em {@code caos-<brokers>.txt}. */
    void escreve(Veredito dosPedidos, Veredito dosSaldos, Path pasta) throws IOException {
        var texto = new StringBuilder();
        texto.append("CaosIT: %d broker(s), -Dsemente=%d, %d s (%s até ao fim das falhas e dos envios)%n"
                .formatted(
                        brokers,
                        semente,
                        desdeOComeco().toSeconds(),
                        asFalhas == null ? "?" : asFalhas.toSeconds() + " s"));
        texto.append("%d pedidos confirmados; juiz: %s%n".formatted(pedidos, achados(dosPedidos)));
        texto.append("%d escritas de saldo confirmadas, %d respostas; juiz: %s%n"
                .formatted(escritas, respostas, achados(dosSaldos)));
        texto.append("%d falhas de %d tipos; a retomada mais lenta, dos pedidos e do saldo:%n"
                .formatted(porTipo.values().stream().mapToLong(Long::longValue).sum(), porTipo.size()));
        porTipo.forEach((tipo, quantas) -> texto.append("%4d  %-55s %9s %9s%n"
                .formatted(
                        quantas,
                        tipo.oQue(),
                        ms(maisLenta(dosPedidos.retomadas().stream(), tipo)),
                        ms(maisLenta(dosSaldos.retomadas().stream(), tipo)))));
        dosPedidos.maisLenta().ifPresent(retomada -> texto.append(aMaisLenta("dos pedidos", retomada)));
        dosSaldos.maisLenta().ifPresent(retomada -> texto.append(aMaisLenta("do saldo", retomada)));
        System.out.print(texto);
        Files.writeString(pasta.resolve("caos-%d.txt".formatted(brokers)), texto);
    }

    private static Optional<Retomada> maisLenta(Stream<Retomada> retomadas, TipoDeFalha tipo) {
        return retomadas
                .filter(retomada -> retomada.falha().oQue().equals(tipo.oQue()))
                .max(Comparator.comparing(Retomada::demora));
    }

    private static String achados(Veredito veredito) {
        return veredito.limpo() ? "nenhum achado" : veredito.toString();
    }

    private static String aMaisLenta(String deQuem, Retomada retomada) {
        return "a mais lenta %s: %s em %s, %d ms depois de \"%s\" (de %s a %s)%n"
                .formatted(
                        deQuem,
                        retomada.id(),
                        retomada.onde(),
                        retomada.demora().toMillis(),
                        retomada.falha().oQue(),
                        retomada.falha().inicio(),
                        retomada.falha().fim());
    }

    private static String ms(Optional<Retomada> retomada) {
        return retomada.map(alguma -> alguma.demora().toMillis() + " ms").orElse("-");
    }

    private Duration desdeOComeco() {
        return Duration.ofNanos(System.nanoTime() - comecou);
    }
}

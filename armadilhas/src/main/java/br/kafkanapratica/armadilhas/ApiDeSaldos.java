package br.kafkanapratica.armadilhas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /saldo/{id}} e {@code /saldos}, só para esta máquina, como o saldo-service os responde quando está tudo bem. */
final class ApiDeSaldos {

    private ApiDeSaldos() {}

    /** @param saldos por cliente, o JSON como veio no tópico; pode mudar enquanto se responde */
    static void abre(Opcoes opcoes, ConcurrentNavigableMap<String, String> saldos) throws IOException {
        int porta = opcoes.inteiro("server.port", 5001);
        var servidor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), porta), 0);
        servidor.createContext("/saldo/", troca -> {
            var id = troca.getRequestURI().getPath().substring("/saldo/".length());
            var saldo = saldos.get(id);
            responde(
                    troca,
                    saldo == null ? 404 : 200,
                    saldo == null ? "{\"status\":404,\"error\":\"cliente não encontrado\"}" : saldo);
        });
        servidor.createContext("/saldos", troca -> {
            var query = troca.getRequestURI().getRawQuery();
            var limite = parametro(query, "limite", String.valueOf(Integer.MAX_VALUE));
            if (limite.matches("[1-9]\\d{0,9}")) {
                respondeSaldos(troca, saldos, parametro(query, "apos", ""), Long.parseLong(limite));
            } else {
                responde(troca, 400, "{\"status\":400,\"error\":\"limite não é um número positivo\"}");
            }
        });
        servidor.createContext("/actuator/health", troca -> responde(troca, 200, "{\"status\":\"UP\"}"));
        servidor.start();
    }

    /** Os primeiros depois de um, escritos à medida que se leem: todos os de uma carga, de uma vez, não caberiam na memória. */
    private static void respondeSaldos(
            HttpExchange troca, ConcurrentNavigableMap<String, String> saldos, String apos, long limite)
            throws IOException {
        troca.getResponseHeaders().set("Content-Type", "application/json");
        troca.sendResponseHeaders(200, 0);
        try (troca;
                var saida = new PrintStream(
                        new BufferedOutputStream(troca.getResponseBody()), false, StandardCharsets.UTF_8)) {
            saida.printf("{\"total\":%d,\"corrompidos\":0,\"clientes\":[", saldos.size());
            long escritos = 0;
            for (var saldo : saldos.tailMap(apos, false).values()) {
                if (escritos == limite) {
                    break;
                }
                saida.print(escritos++ == 0 ? saldo : "," + saldo);
            }
            saida.print("]}");
        }
    }

    private static String parametro(@Nullable String query, String nome, String padrao) {
        return Stream.ofNullable(query)
                .flatMap(tudo -> Stream.of(tudo.split("&")))
                .filter(par -> par.startsWith(nome + "="))
                .map(par -> URLDecoder.decode(par.substring(nome.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse(padrao);
    }

    private static void responde(HttpExchange troca, int codigo, String corpo) throws IOException {
        try (troca) {
            var bytes = corpo.getBytes(StandardCharsets.UTF_8);
            troca.getResponseHeaders().set("Content-Type", "application/json");
            troca.sendResponseHeaders(codigo, bytes.length);
            troca.getResponseBody().write(bytes);
        }
    }
}

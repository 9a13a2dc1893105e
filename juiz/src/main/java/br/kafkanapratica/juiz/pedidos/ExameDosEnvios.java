package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Resultado;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;

/** O que se enviou está em {@code novos_pedidos}, onde o broker disse, uma vez, e na ordem; e nada mais está. */
final class ExameDosEnvios {

    private final Autos autos;
    private final List<Achado> achados = new ArrayList<>();

    private ExameDosEnvios(Autos autos) {
        this.autos = autos;
    }

    static List<Achado> examina(Autos autos) {
        var exame = new ExameDosEnvios(autos);
        var envios = new HashMap<ChaveCurta, List<Envio>>();
        for (var envio : autos.historia().envios()) {
            envios.computeIfAbsent(chave(envio), nova -> new ArrayList<>()).add(envio);
        }
        if (envios.isEmpty()) {
            return List.of();
        }
        var registros = new HashMap<ChaveCurta, List<Registro>>();
        for (var registro : autos.confirmados(Topico.Nome.NOVOS_PEDIDOS)) {
            registros
                    .computeIfAbsent(registro.quem().chave(), nova -> new ArrayList<>())
                    .add(registro);
        }
        envios.forEach((chave, seus) -> exame.daChave(chave, seus, registros.getOrDefault(chave, List.of())));
        registros.forEach((chave, seus) -> {
            if (!envios.containsKey(chave)) {
                exame.achou(Anomalia.SEM_ORIGEM, seus.get(0), "ninguém o enviou");
            }
        });
        exame.ordem(so(autos.historia().envios(), Resultado.CONFIRMADO));
        return exame.achados;
    }

    private static ChaveCurta chave(Envio envio) {
        return Identidade.de(envio.id().getBytes(StandardCharsets.UTF_8), Topico.Nome.NOVOS_PEDIDOS, 0, 0)
                .chave();
    }

    private void daChave(ChaveCurta chave, List<Envio> envios, List<Registro> registros) {
        var livres = new ArrayList<>(registros);
        var foraDoLugar = new ArrayList<Envio>();
        for (var envio : so(envios, Resultado.CONFIRMADO)) {
            var la = autos.em(envio.lugar());
            if (la == null || !serve(chave, envio, la) || !livres.remove(la)) {
                foraDoLugar.add(envio);
            }
        }
        for (var envio : foraDoLugar) {
            procura(chave, envio, livres);
        }
        so(envios, Resultado.DESCONHECIDO).forEach(envio -> tira(livres, registro -> serve(envio, registro)));
        var recusados = new ArrayList<>(so(envios, Resultado.RECUSADO));
        for (var registro : livres) {
            if (recusados.removeIf(primeiro(envio -> serve(envio, registro)))) {
                achou(Anomalia.RECUSADO_VISTO, registro, "o envio foi recusado, e está no log");
            } else if (envios.stream().anyMatch(envio -> serve(envio, registro))) {
                achou(Anomalia.DUPLICADO, registro, "está mais vezes no log do que se enviou");
            } else {
                achou(Anomalia.SEM_ORIGEM, registro, "ninguém o enviou");
            }
        }
    }

    private void procura(ChaveCurta chave, Envio envio, List<Registro> livres) {
        var la = autos.em(envio.lugar());
        boolean estaNoutro = tira(livres, registro -> serve(envio, registro));
        if (envio.lugar() == null && estaNoutro) {
            return;
        }
        var outro = la != null && !serve(chave, envio, la) ? la.quem().nome() : null;
        achados.add(new Achado(
                estaNoutro || outro != null ? Anomalia.LUGAR_TROCADO : Anomalia.ENVIO_PERDIDO,
                envio.id(),
                envio.lugar(),
                envio.fim(),
                estaNoutro
                        ? "confirmado ali, está noutro lugar"
                        : outro == null ? "confirmado, não está no log" : "confirmado ali, onde está " + outro));
    }

    /** Quem foi enviado depois de outro ser confirmado está, na mesma partição, depois dele; seja de que chave for. */
    private void ordem(List<Envio> confirmados) {
        var porParticao = new HashMap<Integer, List<Envio>>();
        for (var envio : confirmados) {
            var la = autos.em(envio.lugar());
            if (la != null && serve(chave(envio), envio, la)) {
                porParticao
                        .computeIfAbsent(la.lugar().particao(), nova -> new ArrayList<>())
                        .add(envio);
            }
        }
        for (var daParticao : porParticao.values()) {
            daParticao.sort(Comparator.comparing(Envio::lugar).reversed());
            var primeiroAAcabar = daParticao.get(0);
            for (var envio : daParticao) {
                if (primeiroAAcabar.fim().isBefore(envio.inicio())) {
                    achados.add(new Achado(
                            Anomalia.REORDENADO,
                            envio.id(),
                            envio.lugar(),
                            envio.inicio(),
                            "enviado depois de confirmado o que está em " + primeiroAAcabar.lugar()));
                    break;
                }
                primeiroAAcabar = envio.fim().isBefore(primeiroAAcabar.fim()) ? envio : primeiroAAcabar;
            }
        }
    }

    private static boolean serve(ChaveCurta chave, Envio envio, Registro registro) {
        return registro.quem().chave().equals(chave) && serve(envio, registro);
    }

    /** De dois com a mesma chave. */
    private static boolean serve(Envio envio, Registro registro) {
        return envio.marca().isEmpty() || envio.marca().equals(registro.marca());
    }

    private static List<Envio> so(List<Envio> envios, Resultado resultado) {
        return envios.stream().filter(envio -> envio.resultado() == resultado).toList();
    }

    private static boolean tira(List<Registro> livres, Predicate<Registro> serve) {
        return livres.removeIf(primeiro(serve));
    }

    /** Verdadeiro uma vez só. */
    private static <T> Predicate<T> primeiro(Predicate<T> serve) {
        return new Predicate<>() {
            private boolean achou;

            @Override
            public boolean test(T algum) {
                return !achou && (achou = serve.test(algum));
            }
        };
    }

    private void achou(Anomalia anomalia, Registro registro, String porque) {
        achados.add(new Achado(anomalia, registro.quem().nome(), registro.lugar(), registro.visto(), porque));
    }
}

package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.MandaVeneno;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Grupos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Um registro que nunca vai dar certo, com e sem DLT. */
public final class RegistroVenenoso {

    /** A página e o pedidos-producer os repartem por igual: três em cada partição, também na dele. */
    private static final int QUANTOS = 9;

    private static final Duration TRAVADA = Duration.ofSeconds(8);

    private RegistroVenenoso() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "registro-venenoso", "Um registro que nunca vai dar certo")
                .pergunta(
                        "Alguém escreve em novos_pedidos algo que não é um pedido. Este estoque, ao falhar, tenta de novo. O que acontece aos pedidos que vieram depois?")
                .errada(
                        "Nada: ele pula o que não entende.",
                        "Pular é perder, e ninguém mandou. Sem outra ordem, ele tenta de novo.")
                .certa(
                        "Os da mesma partição esperam para sempre; os das outras passam.",
                        "Numa partição, quem vem depois espera quem está na frente. Um registro que nunca dá certo a para.")
                .errada("Todos esperam.", "As outras partições não têm o registro.")
                .faca("Ponha a armadilha no lugar do estoque.", new NoLab(Verbo.ARMADILHA, "estoque-sem-dlt"))
                .faca("Mande um registro que não é um pedido.", new MandaVeneno())
                .faca("Mande nove pedidos, e espere.", new FazPedidos(QUANTOS))
                .faca("Traga de volta o estoque certo.", new NoLab(Verbo.CERTO, "estoque"))
                .veja("Há em novos_pedidos um registro que não é um pedido.", RegistroVenenoso::entrou)
                .veja("A partição dele parou nele, e outra andou.", RegistroVenenoso::parou)
                .veja("Com o estoque certo, ele foi para a DLT, com a causa.", RegistroVenenoso::naDlt)
                .veja("Os que esperavam atrás dele passaram.", RegistroVenenoso::passaram)
                .porque(
                        "Há o que falha e amanhã pode dar certo (um serviço fora do ar) e o que nunca vai dar. O primeiro se tenta de novo, com espera e com limite; o segundo sai do caminho na hora.",
                        "A DLT (dead letter topic) é um tópico como outro: o registro vai para lá byte por byte, com a causa nos headers, na mesma transação que faz a fila andar. Não se perde, e não segura ninguém.");
    }

    private static Optional<Registro> veneno(Fatos fatos) {
        return fatos.em(Topico.NOVOS_PEDIDOS).stream()
                .filter(registro ->
                        registro.valor() == null || !registro.valor().contains("\"id_pedido\""))
                .findFirst();
    }

    private static Conclusao entrou(Fatos fatos) {
        return veneno(fatos)
                .map(registro ->
                        Prova.de(registro.quando(), List.of(registro.lugar()), "o valor é: %s", registro.valor()))
                .orElseGet(() -> falta("todos os que entraram são pedidos"));
    }

    private static Conclusao parou(Fatos fatos) {
        var veneno = veneno(fatos);
        if (veneno.isEmpty()) {
            return falta("primeiro, mande o registro que não é um pedido");
        }
        var dele = veneno.get().lugar();
        // Parado nele, e não nos da frente; e só com a armadilha, que o certo também se demora a chegar a ele.
        var desde = Grupos.depoisDaTroca(fatos, ESTOQUE)
                .flatMap(troca -> fatos.quando(momento -> !momento.quando().isBefore(troca.quando())
                        && momento.quando().isAfter(veneno.get().quando())
                        && momento.grupo(ESTOQUE).gravado(dele.particao()) == dele.offset()));
        var atras = fatos.quando(momento -> desde.isPresent()
                && momento.quando().isAfter(desde.get().quando().plus(TRAVADA))
                && momento.grupo(ESTOQUE).gravado(dele.particao()) == dele.offset()
                && outraAndou(fatos, dele.particao(), desde.get().quando()));
        return atras.map(momento -> Prova.de(
                        momento.quando(),
                        List.of(dele),
                        "na partição %d o grupo continua no offset %d; nas outras, anda",
                        dele.particao(),
                        momento.grupo(ESTOQUE).gravado(dele.particao())))
                .orElseGet(
                        () -> falta(
                                "ainda não se vê uma partição parada nele enquanto outra anda: com a armadilha no lugar do estoque, mande pedidos, e espere uns segundos"));
    }

    private static boolean outraAndou(Fatos fatos, int particao, Instant desde) {
        return fatos.feitos(ESTOQUE).stream()
                .anyMatch(registro -> registro.quando().isAfter(desde)
                        && registro.lugar().topico().equals(Topico.PEDIDOS_APROVADOS.nome())
                        && registro.lugar().particao() != particao);
    }

    private static Conclusao naDlt(Fatos fatos) {
        return veneno(fatos)
                .flatMap(veneno -> fatos.em(ESTOQUE.dlt()).stream()
                        .filter(registro -> String.valueOf(veneno.lugar().offset())
                                        .equals(registro.headers().get(HeaderDaDlt.OFFSET))
                                && String.valueOf(veneno.lugar().particao())
                                        .equals(registro.headers().get(HeaderDaDlt.PARTICAO)))
                        .findFirst()
                        .map(registro -> Prova.de(
                                registro.quando(),
                                List.of(veneno.lugar(), registro.lugar()),
                                "a causa: %s",
                                registro.headers().getOrDefault(HeaderDaDlt.CAUSA, "?"))))
                .orElseGet(() -> falta("ele não está na DLT"));
    }

    private static Conclusao passaram(Fatos fatos) {
        var veneno = veneno(fatos);
        if (veneno.isEmpty() || naDlt(fatos) instanceof Conclusao.Falta) {
            return falta("primeiro, ele tem de sair do caminho");
        }
        var dele = veneno.get().lugar();
        var atras = fatos.em(Topico.NOVOS_PEDIDOS).stream()
                .filter(registro -> registro.lugar().particao() == dele.particao()
                        && registro.lugar().offset() > dele.offset())
                .toList();
        if (atras.isEmpty()) {
            return falta("nenhum pedido caiu na partição %d, atrás dele: mande mais alguns", dele.particao());
        }
        var feitos = Fatos.chaves(fatos.feitos(ESTOQUE));
        return !feitos.containsAll(Fatos.chaves(atras))
                ? falta("na partição dele ainda há pedidos por fazer")
                : Grupos.agora(fatos, Fatos.lugares(atras), "%d pedidos atrás dele, todos feitos", atras.size());
    }
}

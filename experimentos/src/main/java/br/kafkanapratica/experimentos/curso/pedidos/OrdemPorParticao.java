package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A ordem que o Kafka promete, e a que ele não promete. */
public final class OrdemPorParticao {

    private static final int QUANTOS = 12;
    private static final Pattern NUMERO = Pattern.compile("\"produto\":\"Produto-(\\d{1,9})\"");

    private OrdemPorParticao() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "ordem", "Em que ordem saem?")
                .pergunta(
                        "Doze pedidos entram, um depois do outro, em três partições. Em que ordem o estoque os aprova?")
                .errada(
                        "Na ordem em que entraram.",
                        "O Kafka não tem uma ordem do tópico: tem uma de cada partição, e o estoque lê as três.")
                .errada("Em qualquer ordem.", "Dentro de uma partição, nunca: lá a ordem é a dos offsets.")
                .certa(
                        "Em cada partição, na ordem em que entraram; entre partições, não se sabe.",
                        "Por isso o que precisa de ordem entre si leva a mesma chave: a chave escolhe a partição.")
                .faca("Mande doze pedidos.", new FazPedidos(QUANTOS))
                .veja("Os doze foram aprovados.", Pedidos.umaVezCada(ESTOQUE, QUANTOS))
                .veja("Em cada partição, saíram na ordem em que entraram.", OrdemPorParticao::ordemMantida)
                .veja("Na ordem geral, um passou na frente de outro.", OrdemPorParticao::umPassouOutro)
                .porque(
                        "A chave de um pedido é o id dele: tudo o que se disser do mesmo pedido cai na mesma partição, e se lê na ordem em que foi escrito. É só disso que se precisa, e é só isso que se tem.",
                        "Quem precisa da ordem entre todos usa uma partição só, e abre mão de dividir o trabalho.");
    }

    private record Par(Registro entrada, Registro saida) {}

    private static List<Par> pares(Fatos fatos) {
        Map<String, Registro> saidas = new HashMap<>();
        fatos.em(Topico.PEDIDOS_APROVADOS).forEach(registro -> saidas.putIfAbsent(registro.chave(), registro));
        var pares = new ArrayList<Par>();
        for (var entrada : fatos.em(Topico.NOVOS_PEDIDOS)) {
            var saida = saidas.get(entrada.chave());
            if (saida != null) {
                pares.add(new Par(entrada, saida));
            }
        }
        pares.sort((um, outro) -> um.entrada().lugar().compareTo(outro.entrada().lugar()));
        return pares;
    }

    private static Conclusao ordemMantida(Fatos fatos) {
        var pares = pares(fatos);
        if (pares.size() < QUANTOS) {
            return falta("foram aprovados %d pedidos de %d", pares.size(), QUANTOS);
        }
        for (int i = 1; i < pares.size(); i++) {
            var um = pares.get(i - 1);
            var outro = pares.get(i);
            boolean mesma = um.entrada()
                    .lugar()
                    .daParticao()
                    .equals(outro.entrada().lugar().daParticao());
            if (mesma && um.saida().lugar().compareTo(outro.saida().lugar()) > 0) {
                return falta(
                        "%s saiu depois de %s",
                        um.entrada().chave(), outro.entrada().chave());
            }
        }
        var saidas = pares.stream().map(Par::saida).toList();
        return Prova.de(
                Pedidos.ultimo(saidas),
                Fatos.lugares(saidas),
                "%d pedidos, em cada partição com os offsets de saída na ordem dos de entrada",
                pares.size());
    }

    private static Conclusao umPassouOutro(Fatos fatos) {
        var pares = pares(fatos);
        for (var um : pares) {
            for (var outro : pares) {
                if (entrouAntes(um.entrada(), outro.entrada())
                        && um.saida().quando().isAfter(outro.saida().quando())) {
                    return Prova.de(
                            um.saida().quando(),
                            List.of(um.saida().lugar(), outro.saida().lugar()),
                            "%s entrou antes de %s e saiu depois",
                            um.entrada().chave(),
                            outro.entrada().chave());
                }
            }
        }
        return pares.size() >= QUANTOS
                ? falta("por acaso, nenhum passou na frente de outro: recomece este experimento")
                : falta("até agora, nenhum passou na frente de outro");
    }

    /** No mesmo milissegundo cabem os doze: então, a ordem é a do número que os dois producers põem no produto. */
    private static boolean entrouAntes(Registro um, Registro outro) {
        int ordem = um.quando().compareTo(outro.quando());
        return ordem < 0 || ordem == 0 && numero(um) < numero(outro);
    }

    /** Zero, de quem não o tem: de dois desses não se sabe qual foi o primeiro. */
    private static int numero(Registro pedido) {
        var achado = NUMERO.matcher(String.valueOf(pedido.valor()));
        return achado.find() ? Integer.parseInt(achado.group(1)) : 0;
    }
}

package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A compactação vista no log, e não num mapa. */
public final class Compactacao {

    private static final int CHAVES = 20;
    private static final String GERA = "java -jar saldo-producer/target/saldo-producer.jar --gerar 20 --semente 1";

    private Compactacao() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "compactacao", "Ver a compactação")
                .pergunta(
                        "Vinte clientes são escritos duas vezes. Um programa que guarda o último saldo de cada um num mapa mostra vinte. Isso prova que o Kafka compactou o tópico?")
                .errada("Sim: sobraram vinte.", "Sobraram no mapa. No log podem estar os quarenta.")
                .certa(
                        "Não: o mapa mostra o mesmo com ou sem compactação.",
                        "Para saber, é preciso contar os registros que estão no log.")
                .errada(
                        "Sim, se o tópico tem cleanup.policy=compact.",
                        "A política diz o que o cleaner pode fazer, não que já o fez.")
                .faca("Escreva vinte clientes.", new Digita(GERA))
                .faca("Escreva os mesmos vinte outra vez.", new Digita(GERA))
                .faca(
                        "Espere dez segundos, e escreva-os mais uma vez: o segmento ativo só se fecha quando chega uma escrita depois de segment.ms.",
                        new Digita("sleep 10 && " + GERA))
                .veja("Quarenta registros de vinte chaves entraram em contas.", Compactacao::entraram)
                .veja("Registros superados sumiram do log, e os que ficaram mantêm os offsets.", Compactacao::sumiram)
                .veja("De cada chave, o último continua no log.", Compactacao::ultimosFicam)
                .porque(
                        "O cleaner copia cada segmento fechado deixando de fora o que foi superado. Não renumera: no lugar do que saiu fica um buraco. Por isso quem reconstrói se guia por position(), e não pelo offset do último registro.",
                        "O segmento ativo ele não toca. Num tópico de verdade, com segment.ms de sete dias, o log passa a semana com registros superados, e está tudo certo.");
    }

    private static Map<String, List<Registro>> porChave(Fatos fatos) {
        var porChave = new HashMap<String, List<Registro>>();
        fatos.em(Topico.CONTAS)
                .forEach(registro -> porChave.merge(registro.chave(), List.of(registro), Compactacao::junta));
        return porChave;
    }

    private static List<Registro> junta(List<Registro> uns, List<Registro> outros) {
        return Stream.concat(uns.stream(), outros.stream()).toList();
    }

    private static Conclusao entraram(Fatos fatos) {
        var repetidas = porChave(fatos).values().stream()
                .filter(registros -> registros.size() > 1)
                .toList();
        var registros = fatos.em(Topico.CONTAS);
        return repetidas.size() < CHAVES
                ? falta("%d registros, e %d chaves com mais de um", registros.size(), repetidas.size())
                : Prova.de(
                        Pedidos.ultimo(registros),
                        List.of(registros.get(0).lugar()),
                        "%d registros, %d chaves",
                        registros.size(),
                        porChave(fatos).size());
    }

    private static Conclusao sumiram(Fatos fatos) {
        var sumidos = fatos.em(Topico.CONTAS).stream()
                .map(Registro::lugar)
                .filter(fatos.apagados()::contains)
                .toList();
        return sumidos.size() < CHAVES
                ? falta("sumiram %d registros até agora; o cleaner só toca em segmentos fechados", sumidos.size())
                : Grupos.agora(
                        fatos,
                        sumidos,
                        "%d registros já não estão no log; o primeiro é %s",
                        sumidos.size(),
                        sumidos.get(0));
    }

    private static Conclusao ultimosFicam(Fatos fatos) {
        if (sumiram(fatos) instanceof Conclusao.Falta) {
            return falta("primeiro, o cleaner tem de passar");
        }
        var ultimos = porChave(fatos).values().stream()
                .map(registros -> registros.get(registros.size() - 1))
                .map(Registro::lugar)
                .toList();
        return ultimos.stream().anyMatch(fatos.apagados()::contains)
                ? falta("o último registro de uma chave não está no log")
                : Grupos.agora(fatos, ultimos, "o último de cada uma das %d chaves está no log", ultimos.size());
    }
}

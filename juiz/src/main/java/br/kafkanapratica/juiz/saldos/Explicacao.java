package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.juiz.Lugar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Que prefixos do log explicam uma resposta: em cada partição um prefixo, e dos últimos registros do cliente em cada um o que decide
 * ({@link RegistroDeContas#decide}) é o que a resposta mostra.
 */
final class Explicacao {

    private final Resposta resposta;
    private final Map<Integer, List<RegistroNoLog>> porParticao = new TreeMap<>();
    private final List<RegistroNoLog> candidatos = new ArrayList<>();

    Explicacao(Resposta resposta, LogDeContas log) {
        this.resposta = resposta;
        for (var registro : log.confirmados(resposta.cliente())) {
            porParticao
                    .computeIfAbsent(registro.lugar().particao(), nova -> new ArrayList<>())
                    .add(registro);
            var escrita = log.de(registro);
            boolean jaExistia = escrita == null || !escrita.inicio().isAfter(resposta.fim());
            if (jaExistia && mostra(registro.conteudo(), registro.lugar())) {
                candidatos.add(registro);
            }
        }
    }

    /** A resposta é o que se diria se fosse este o último registro do cliente. */
    boolean mostra(RegistroDeContas conteudo, @Nullable Lugar lugar) {
        if (conteudo instanceof RegistroDeContas.Valido valido) {
            return resposta.status() == 200 && igual(valido.saldo(), resposta.saldo());
        }
        if (conteudo instanceof RegistroDeContas.Removido) {
            return resposta.status() == 404;
        }
        return resposta.status() == 409
                && (resposta.malformado() == null || resposta.malformado().equals(lugar));
    }

    private static boolean igual(Saldo um, @Nullable Saldo outro) {
        return outro != null
                && um.saldo().compareTo(outro.saldo()) == 0
                && um.timestamp().equals(outro.timestamp())
                && um.clienteId().equals(outro.clienteId());
    }

    boolean explica(Limites limites) {
        return semRegistro(limites) || !possiveis(limites).isEmpty();
    }

    /**
     * O que se fica a saber: o prefixo de quem respondeu vai pelo menos até aqui.
     *
     * @return nulo se pode não ir a lado nenhum
     */
    @Nullable
    Lugar minimo(Limites limites) {
        var possiveis = possiveis(limites);
        boolean numaSo = possiveis.stream()
                        .map(registro -> registro.lugar().particao())
                        .distinct()
                        .count()
                == 1;
        return numaSo && !semRegistro(limites) ? possiveis.get(0).lugar() : null;
    }

    /** Até onde o prefixo tem de ir, o último registro do cliente: o que se esperava ver. */
    @Nullable
    RegistroNoLog esperado(Limites limites) {
        RegistroNoLog decide = null;
        for (var registros : porParticao.values()) {
            var ultimo = ultimo(registros, limites);
            if (ultimo != null && (decide == null || vence(ultimo, decide))) {
                decide = ultimo;
            }
        }
        return decide;
    }

    /** Na ordem do log. */
    private List<RegistroNoLog> possiveis(Limites limites) {
        return candidatos.stream()
                .filter(candidato -> podeSerOUltimo(candidato, limites))
                .filter(candidato -> podeDecidir(candidato, limites))
                .toList();
    }

    private boolean semRegistro(Limites limites) {
        return resposta.status() == 404
                && porParticao.values().stream().allMatch(registros -> ultimo(registros, limites) == null);
    }

    private boolean podeSerOUltimo(RegistroNoLog candidato, Limites limites) {
        int particao = candidato.lugar().particao();
        return porParticao.getOrDefault(particao, List.of()).stream()
                .filter(outro -> outro.lugar().offset() > candidato.lugar().offset())
                .findFirst()
                .map(seguinte -> seguinte.lugar().offset() >= limites.de(particao))
                .orElse(true);
    }

    private boolean podeDecidir(RegistroNoLog candidato, Limites limites) {
        return porParticao.entrySet().stream()
                .filter(outra -> outra.getKey() != candidato.lugar().particao())
                .allMatch(outra -> {
                    var ultimo = ultimo(outra.getValue(), limites);
                    return ultimo == null
                            || vence(candidato, ultimo)
                            || outra.getValue().stream()
                                    .anyMatch(registro -> registro.lugar().compareTo(ultimo.lugar()) > 0
                                            && vence(candidato, registro));
                });
    }

    private static @Nullable RegistroNoLog ultimo(List<RegistroNoLog> registros, Limites limites) {
        RegistroNoLog ultimo = null;
        for (var registro : registros) {
            if (registro.lugar().offset() < limites.de(registro.lugar().particao())) {
                ultimo = registro;
            }
        }
        return ultimo;
    }

    private static boolean vence(RegistroNoLog um, RegistroNoLog outro) {
        return RegistroDeContas.decide(
                um.timestamp().toEpochMilli(),
                um.lugar().particao(),
                outro.timestamp().toEpochMilli(),
                outro.lugar().particao());
    }
}

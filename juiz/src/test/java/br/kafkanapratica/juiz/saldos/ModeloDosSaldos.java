package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Falha;
import br.kafkanapratica.juiz.Lugar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Um saldo-service correto, em miniatura e ao acaso: duas instâncias que leem três partições cada uma no seu passo, morrem e se
 * reconstroem; escritas confirmadas, recusadas, sem resposta, malformadas, em transações abortadas; um log que se compacta; leitores que
 * perguntam por posições. O que ele conta é uma história certa.
 */
final class ModeloDosSaldos {

    private static final int PARTICOES = 3;
    private static final int CLIENTES = 6;

    private final Random acaso;
    private final HistoriaDosSaldos historia = new HistoriaDosSaldos();
    private final List<List<RegistroNoLog>> log = new ArrayList<>();
    private final List<Instancia> instancias = new ArrayList<>();
    private final boolean semRemocoes;
    private Instant agora = Instant.parse("2026-01-01T00:00:00Z");
    private long numero;

    /** Até onde leu cada partição; {@code alvo} enquanto se reconstrói. */
    private final class Instancia {
        final String nome;
        int vidas;
        long[] lidos = new long[PARTICOES];
        long @Nullable [] alvo;
        boolean viva;

        Instancia(String nome) {
            this.nome = nome;
        }

        String vida() {
            return nome + ", vida " + vidas;
        }

        void nasce() {
            vidas++;
            historia.anota(new Vida(vida(), agora));
            tique();
            lidos = new long[PARTICOES];
            alvo = new long[PARTICOES];
            for (int particao = 0; particao < PARTICOES; particao++) {
                alvo[particao] = estavel(particao);
            }
            viva = true;
        }

        void le() {
            int particao = acaso.nextInt(PARTICOES);
            long resta = estavel(particao) - lidos[particao];
            lidos[particao] += resta <= 0 ? 0 : 1 + acaso.nextInt((int) Math.min(4, resta));
            var fim = alvo;
            if (fim != null) {
                boolean chegou = true;
                for (int qual = 0; qual < PARTICOES; qual++) {
                    chegou &= lidos[qual] >= fim[qual];
                }
                alvo = chegou ? null : fim;
            }
        }

        boolean pronta() {
            return viva && alvo == null;
        }
    }

    ModeloDosSaldos(long semente) {
        acaso = new Random(semente);
        semRemocoes = acaso.nextBoolean(); // uma chave em várias partições não tem remoções (decisão 0002)
        for (int particao = 0; particao < PARTICOES; particao++) {
            log.add(new ArrayList<>());
        }
        instancias.add(new Instancia("saldo-1"));
        instancias.add(new Instancia("saldo-2"));
    }

    HistoriaDosSaldos conta() {
        int passos = 100 + acaso.nextInt(300);
        for (int passo = 0; passo < passos; passo++) {
            tique();
            if (acaso.nextInt(3) == 0) {
                escreve();
            }
            for (var instancia : instancias) {
                anda(instancia);
            }
        }
        for (var particao : log) {
            for (var registro : particao) {
                if (acaso.nextInt(4) == 0 || !compactavel(registro)) {
                    historia.anota(registro);
                }
                if (registro.estado() == Estado.CONFIRMADO && acaso.nextBoolean()) {
                    historia.viu(registro);
                }
            }
        }
        return historia;
    }

    private void anda(Instancia instancia) {
        if (!instancia.viva) {
            var inicio = agora;
            passa(acaso.nextInt(40_000));
            historia.anota(new Falha("kill -9", inicio, agora));
            instancia.nasce();
        }
        for (int i = acaso.nextInt(4); i > 0; i--) {
            instancia.le();
        }
        if (acaso.nextInt(3) > 0) {
            pergunta(instancia);
        }
        if (acaso.nextInt(5) == 0) {
            var inicio = agora;
            boolean pronta = instancia.pronta();
            tique();
            historia.anota(new Prontidao(instancia.vida(), pronta, inicio, agora));
        }
        if (acaso.nextInt(60) == 0) {
            instancia.viva = false;
        }
    }

    private void escreve() {
        var cliente = "cliente-" + acaso.nextInt(CLIENTES);
        int sorte = acaso.nextInt(40);
        var valor = !semRemocoes && sorte < 4
                ? null
                : sorte < 7 ? "{\"malformado\":" + numero++ : Fita.json(cliente, numero++);
        int particao = semRemocoes && acaso.nextInt(4) == 0
                ? acaso.nextInt(PARTICOES)
                : Math.floorMod(cliente.hashCode(), PARTICOES);
        long offset = log.get(particao).size();
        var inicio = agora;
        int resultado = acaso.nextInt(20);
        boolean sozinha = valor != null; // duas remoções iguais não se distinguem: são sempre confirmadas
        if (sozinha && resultado == 0) {
            tique();
            historia.anota(Escrita.recusada(cliente, valor, inicio, agora));
            if (acaso.nextBoolean()) { // numa transação que se abortou
                poe(cliente, valor, particao, Estado.DESFEITO);
            }
        } else if (sozinha && resultado <= 3) {
            if (acaso.nextBoolean()) {
                poe(cliente, valor, particao, Estado.CONFIRMADO);
            }
            tique();
            historia.anota(Escrita.desconhecida(cliente, valor, inicio, agora));
        } else {
            poe(cliente, valor, particao, Estado.CONFIRMADO);
            tique();
            historia.anota(Escrita.confirmada(cliente, valor, particao, offset, inicio, agora));
        }
    }

    private void poe(String cliente, @Nullable String valor, int particao, Estado estado) {
        var daParticao = log.get(particao);
        daParticao.add(RegistroNoLog.de(cliente, valor, particao, daParticao.size(), agora)
                .comEstado(estado));
    }

    private void pergunta(Instancia instancia) {
        var cliente = "cliente-" + acaso.nextInt(CLIENTES);
        var inicio = agora;
        var posicao = acaso.nextInt(3) == 0 ? posicao() : null;
        tique();
        if (!instancia.pronta()) {
            anota(Resposta.de(instancia.vida(), cliente, 503, null, inicio, agora), posicao);
            return;
        }
        if (posicao != null && instancia.lidos[posicao.particao()] <= posicao.offset()) {
            if (acaso.nextBoolean()) {
                passa(1_000);
                anota(Resposta.de(instancia.vida(), cliente, 503, null, inicio, agora), posicao);
                return;
            }
            instancia.lidos[posicao.particao()] = posicao.offset() + 1;
        }
        var registro = ultimo(cliente, instancia.lidos);
        tique();
        anota(resposta(instancia.vida(), cliente, registro, inicio), posicao);
    }

    private Resposta resposta(String vida, String cliente, @Nullable RegistroNoLog registro, Instant inicio) {
        if (registro == null || registro.conteudo() instanceof RegistroDeContas.Removido) {
            return Resposta.de(vida, cliente, 404, null, inicio, agora);
        }
        return registro.conteudo() instanceof RegistroDeContas.Valido valido
                ? Resposta.de(vida, cliente, 200, valido.saldo(), inicio, agora)
                : Resposta.malformado(
                        vida,
                        cliente,
                        registro.lugar().particao(),
                        registro.lugar().offset(),
                        inicio,
                        agora);
    }

    private void anota(Resposta resposta, @Nullable Lugar posicao) {
        historia.anota(posicao == null ? resposta : resposta.comPosicao(posicao.particao(), posicao.offset()));
    }

    private @Nullable Lugar posicao() {
        int particao = acaso.nextInt(PARTICOES);
        int ate = log.get(particao).size();
        return ate == 0 ? null : new Lugar(Topico.Nome.CONTAS, particao, acaso.nextInt(ate));
    }

    private @Nullable RegistroNoLog ultimo(String cliente, long[] ate) {
        Map<Integer, RegistroNoLog> ultimos = new HashMap<>();
        for (int particao = 0; particao < PARTICOES; particao++) {
            for (var registro : log.get(particao).subList(0, (int) ate[particao])) {
                if (registro.cliente().equals(cliente) && registro.estado() == Estado.CONFIRMADO) {
                    ultimos.put(particao, registro);
                }
            }
        }
        return ultimos.values().stream()
                .reduce((um, outro) -> RegistroDeContas.decide(
                                um.timestamp().toEpochMilli(),
                                um.lugar().particao(),
                                outro.timestamp().toEpochMilli(),
                                outro.lugar().particao())
                        ? um
                        : outro)
                .orElse(null);
    }

    /** Há, da mesma chave e na mesma partição, um mais novo: quem lê o log no fim pode já não o achar. */
    private boolean compactavel(RegistroNoLog registro) {
        return registro.estado() == Estado.CONFIRMADO
                && log.get(registro.lugar().particao()).stream()
                        .anyMatch(outro -> outro.cliente().equals(registro.cliente())
                                && outro.estado() == Estado.CONFIRMADO
                                && outro.lugar().offset() > registro.lugar().offset());
    }

    private long estavel(int particao) {
        return log.get(particao).size();
    }

    private void tique() {
        passa(1 + acaso.nextInt(50));
    }

    private void passa(int milissegundos) {
        agora = agora.plus(Duration.ofMillis(milissegundos));
    }
}

package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.experimentos.fatos.Aviso;
import br.kafkanapratica.experimentos.fatos.Grupo;
import br.kafkanapratica.juiz.Estado;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Uma etapa: as instâncias dela, o grupo, e o que cada armadilha faz de errado. */
final class EtapaSimulada {

    private static final double SESSAO = 6;
    private static final double POLL = 8;
    private static final double AUTO_COMMIT = 5;
    private static final Map<EtapaDoPipeline, Double> TRABALHO =
            Map.of(EtapaDoPipeline.ESTOQUE, 2.0, EtapaDoPipeline.PAGAMENTO, 1.0, EtapaDoPipeline.NOTIFICACAO, 0.0);

    private final EtapaDoPipeline etapa;
    private final LogSimulado log;
    private final Map<Integer, Long> gravados = new TreeMap<>();
    private final List<Instancia> instancias = new ArrayList<>();
    private final List<Aviso> avisos = new ArrayList<>();
    private int numero;
    private int vez;
    private String armadilha = "";

    EtapaSimulada(EtapaDoPipeline etapa, LogSimulado log) {
        this.etapa = etapa;
        this.log = log;
        nova();
    }

    Grupo grupo() {
        return new Grupo(
                instancias.stream()
                        .filter(esta -> esta.noGrupo)
                        .map(esta -> new Grupo.Membro(esta.id, esta.particoes))
                        .toList(),
                gravados);
    }

    List<Aviso> avisos() {
        return avisos;
    }

    void mata(double agora) {
        instancias.forEach(esta -> esta.morre(agora + SESSAO));
    }

    void para(double agora) {
        instancias.forEach(esta -> esta.morre(agora));
    }

    /** @param qual como o laboratório as chama: {@code estoque} é a primeira, {@code estoque-2}, a segunda */
    void para(double agora, String qual) {
        int posicao = qual.contains("-") ? Integer.parseInt(qual.substring(qual.indexOf('-') + 1)) - 1 : 0;
        instancias.get(posicao).morre(agora);
    }

    void nova() {
        instancias.add(new Instancia(etapa + "-" + ++numero, armadilha));
        redistribui();
    }

    void troca(double agora, String porQual) {
        para(agora);
        armadilha = porQual;
        nova();
    }

    void vive(double agora, Instant instante) {
        instancias.stream()
                .filter(esta -> esta.saiEm != null && esta.saiEm <= agora)
                .forEach(esta -> esta.noGrupo = false);
        instancias.removeIf(esta -> !esta.viva && !esta.noGrupo);
        redistribui();
        autoCommit(agora);
        for (var instancia : List.copyOf(instancias)) {
            if (instancia.armadilha.equals("estoque-demorado")) {
                demora(instancia, agora, instante);
            } else if (instancia.trabalha()) {
                trabalha(instancia, agora, instante);
            }
        }
    }

    private void redistribui() {
        var membros = instancias.stream().filter(esta -> esta.noGrupo).toList();
        for (int i = 0; i < membros.size(); i++) {
            var dele = new HashSet<Integer>();
            for (int particao = i; particao < LogSimulado.PARTICOES; particao += membros.size()) {
                dele.add(particao);
            }
            membros.get(i).particoes = dele;
        }
    }

    private void trabalha(Instancia instancia, double agora, Instant instante) {
        var item = instancia.naMao;
        if (item != null && instancia.acabaEm <= agora) {
            instancia.naMao = null;
            termina(instancia, item, agora, instante);
        }
        var proximo = instancia.naMao == null && instancia.viva ? proximo(instancia) : null;
        if (proximo != null) {
            instancia.naMao = proximo;
            instancia.acabaEm = agora + TRABALHO.getOrDefault(etapa, 0.0);
            if (instancia.armadilha.equals("estoque-no-maximo-uma-vez")) {
                grava(proximo);
            }
        }
    }

    private void termina(Instancia instancia, Item item, double agora, Instant instante) {
        var valor = item.registro().valor();
        boolean pedido = valor != null
                && valor.contains("\"id_pedido\":\"" + item.registro().chave() + "\"");
        if (!pedido) {
            if (!instancia.armadilha.equals("estoque-sem-dlt")) { // ela tenta de novo, para sempre
                naDlt(item, instante);
            }
        } else if (instancia.armadilha.equals("estoque-id-fixo") && haUmaMaisNova(instancia)) {
            instancia.morre(agora); // encerrada pela mais nova
        } else if (instancia.armadilha.equals("estoque-que-desfaz") && ++vez % 3 == 0) {
            int particao = LogSimulado.particaoDe(item.registro().chave());
            var saida = etapa.saida().orElseThrow();
            log.escreve(saida, item.registro().chave(), valor, particao, instante, Estado.DESFEITO, Map.of());
            log.marca(saida, particao);
        } else if (instancia.armadilha.equals("estoque-ao-menos-uma-vez")) {
            escreveResultado(item, instante);
            instancia.lote.add(item);
            if (proximo(instancia) == null) {
                instancia.lote.forEach(this::grava);
                instancia.lote.clear();
            }
        } else if (instancia.armadilha.equals("notificacao-auto-commit")) {
            avisa(instancia, item, instante);
            instancia.lote.add(item);
        } else {
            escreveResultado(item, instante);
            avisa(instancia, item, instante);
            grava(item);
        }
    }

    private void avisa(Instancia instancia, Item item, Instant instante) {
        if (etapa == EtapaDoPipeline.NOTIFICACAO) {
            var programa = instancia.armadilha.isEmpty() ? "notificacao-service" : instancia.armadilha;
            avisos.add(new Aviso(item.registro().chave(), instante, programa, false));
        }
    }

    /** De 5 em 5 s, se ainda vive. */
    private void autoCommit(double agora) {
        if (agora % AUTO_COMMIT == 0) {
            instancias.stream()
                    .filter(esta -> esta.viva && esta.armadilha.equals("notificacao-auto-commit"))
                    .forEach(esta -> {
                        esta.lote.forEach(this::grava);
                        esta.lote.clear();
                    });
        }
    }

    private boolean haUmaMaisNova(Instancia instancia) {
        return instancias.stream()
                        .filter(esta -> esta.viva)
                        .reduce((uma, outra) -> outra)
                        .orElse(instancia)
                != instancia;
    }

    private void naDlt(Item item, Instant instante) {
        log.escreve(
                etapa.dlt(),
                item.registro().chave(),
                item.registro().valor(),
                item.particao(),
                instante,
                Estado.CONFIRMADO,
                Map.of(
                        HeaderDaDlt.TOPICO,
                        etapa.entrada().nome(),
                        HeaderDaDlt.PARTICAO,
                        "" + item.particao(),
                        HeaderDaDlt.OFFSET,
                        "" + item.offset(),
                        HeaderDaDlt.CAUSA,
                        "não é um pedido"));
        grava(item);
    }

    private void escreveResultado(Item item, Instant instante) {
        etapa.saida().ifPresent(saida -> {
            int particao = LogSimulado.particaoDe(item.registro().chave());
            log.escreve(saida, item.registro().chave(), item.registro().valor(), particao, instante);
            log.marca(saida, particao);
        });
    }

    /** Pega tudo o que há, demora, é tirada do grupo, escreve sem conseguir gravar o offset, e volta. */
    private void demora(Instancia instancia, double agora, Instant instante) {
        if (!instancia.viva) {
            return;
        }
        if (instancia.lote.isEmpty()) {
            for (var item = proximo(instancia); item != null; item = proximo(instancia)) {
                instancia.lote.add(item);
            }
            instancia.acabaEm = agora + instancia.lote.size() * TRABALHO.getOrDefault(etapa, 0.0);
            instancia.saiEm = instancia.lote.isEmpty() ? null : Double.valueOf(agora + POLL);
        } else if (instancia.acabaEm <= agora) {
            for (var item : instancia.lote) {
                escreveResultado(item, instante);
                if (instancia.noGrupo) {
                    grava(item);
                }
            }
            instancia.lote.clear();
            instancia.noGrupo = true;
            instancia.saiEm = null;
        }
    }

    private void grava(Item item) {
        gravados.merge(item.particao(), item.offset() + 1, Math::max);
    }

    private @Nullable Item proximo(Instancia instancia) {
        boolean leTudo = instancia.armadilha.equals("pagamento-le-tudo");
        for (int particao : new TreeSet<>(instancia.particoes)) {
            for (var registro : log.de(etapa.entrada())) {
                if (registro.lugar().particao() == particao
                        && registro.lugar().offset() >= gravados.getOrDefault(particao, 0L)
                        && (leTudo || registro.confirmado())
                        && instancia.lote.stream().noneMatch(item -> item.registro() == registro)) {
                    return new Item(registro);
                }
            }
        }
        return null;
    }
}

package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.benchmarks.saldos.Rajada.Resultado;
import br.kafkanapratica.benchmarks.saldos.UmSaldo.Candidato;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** O que custa responder, ao lado do que o mesmo servidor custaria sem estado. A ajuda está em {@code benchmarks/saldos.sh}. */
@Command(name = "rest", hidden = true)
public final class Rest implements Callable<Integer> {

    private static final String TOPICO = "contas-rest";
    private static final String OUTRO_TOPICO = "contas-outro";
    private static final int AQUECIMENTOS = 3;
    private static final int CONEXOES_COM_ATUALIZACOES = 4;

    enum Parte {
        SALDO,
        FRIO,
        SALDOS,
        ATUALIZACOES,
        COPIA,
        VISIBILIDADE
    }

    @Option(names = "--partes", split = ",")
    private List<Parte> partes = List.of(Parte.values());

    @Option(names = "--clientes")
    private int clientes = 3_000_000;

    @Option(names = "--conexoes", split = ",")
    private List<Integer> conexoes = List.of(16, 64);

    @Option(names = "--segundos")
    private int segundos = 4;

    @Option(names = "--repeticoes")
    private int repeticoes = 5;

    @Option(names = "--atualizacoes")
    private int atualizacoes = 50_000;

    @Option(names = "--escritas")
    private int escritas = 2_000;

    @Option(names = "--semente")
    private long semente = 42;

    /** O {@code benchmarks.jar} de outra versão, cujo serviço se mede ao lado deste. */
    @Option(names = "--antes")
    private @Nullable Path antes;

    @Option(names = "--jvm", split = ",")
    private List<String> jvm = List.of("-XX:+UseSerialGC", "-Xmx1g");

    private int porta;

    /** A do serviço de antes; zero se não há. */
    private int portaDeAntes;

    @Override
    public Integer call() throws IOException {
        var carga = new Carga(clientes, semente);
        var raiz = Path.of("").toAbsolutePath();
        try (var bancada = new BrokerDeMedida(raiz)) {
            carga.enche(bancada.servidores(), TOPICO, 1);
            var umSaldo = umSaldo(carga, raiz, bancada.servidores());
            if (partes.contains(Parte.SALDO)) {
                umSaldo.aquecido(conexoes);
            }
            if (partes.contains(Parte.FRIO)) {
                umSaldo.frio(conexoes.get(0));
            }
            if (partes.contains(Parte.COPIA)) {
                enquantoSeCopia(carga, raiz, bancada);
            }
            if (!EnumSet.of(Parte.SALDO, Parte.FRIO, Parte.COPIA).containsAll(partes)) {
                noMesmoServidor(carga, raiz, bancada);
            }
        }
        Maquina.assina(
                "benchmarks/saldos.sh %s --clientes %d --conexoes %s --segundos %d --repeticoes %d --atualizacoes %d --escritas %d --semente %d"
                        .formatted(
                                partes.size() == 1 && partes.get(0).ordinal() >= Parte.COPIA.ordinal()
                                        ? partes.get(0).name().toLowerCase(Locale.ROOT)
                                        : "rest",
                                clientes,
                                conexoes.stream().map(String::valueOf).collect(Collectors.joining(",")),
                                segundos,
                                repeticoes,
                                atualizacoes,
                                escritas,
                                semente),
                String.join(" ", jvm) + " no servidor");
        return 0;
    }

    private void noMesmoServidor(Carga carga, Path raiz, BrokerDeMedida bancada) throws IOException {
        porta = PortaLivre.uma();
        portaDeAntes = antes == null ? 0 : PortaLivre.uma();
        try (var servidor = servidor(Programa.jar(raiz, "benchmarks", opcoes()), bancada.servidores(), porta);
                var deAntes = antes == null
                        ? null
                        : servidor(JarDeAntes.programa(antes, raiz, opcoes()), bancada.servidores(), portaDeAntes)) {
            espera(servidor, porta);
            if (deAntes != null) {
                espera(deAntes, portaDeAntes);
            }
            if (partes.contains(Parte.SALDOS)) {
                todosOsSaldos(bancada.pasta());
            }
            if (partes.contains(Parte.ATUALIZACOES)) {
                comAtualizacoes(bancada.servidores(), carga);
            }
            if (partes.contains(Parte.VISIBILIDADE)) {
                new Visibilidade(bancada.servidores(), TOPICO, porta, carga, escritas).mede(repeticoes);
            }
        }
    }

    /** Sempre com as atualizações: sem cópia, e com uma escrita depois da outra. Um servidor novo de cada vez. */
    private void enquantoSeCopia(Carga carga, Path raiz, BrokerDeMedida bancada) throws IOException {
        Function<Random, String> saldo = sorteio -> "/saldo/" + carga.id(sorteio.nextInt(clientes));
        var sem = new ArrayList<Resultado>();
        var com = new ArrayList<Resultado>();
        var escritas = new ArrayList<Double>();
        for (int vez = 0; vez < repeticoes; vez++) {
            for (boolean copia : new boolean[] {vez % 2 == 1, vez % 2 == 0}) {
                porta = PortaLivre.uma();
                var programa = Programa.jar(raiz, "benchmarks", opcoes())
                        .comArgumentos("servidor", "--servidores=" + bancada.servidores(), "--topico=" + TOPICO)
                        .comArgumentos("--porta=" + porta);
                var pasta = Files.createDirectories(bancada.pasta().resolve("copia-" + vez));
                try (var servidor =
                        comCuidado((copia ? programa.comArgumentos("--copia=" + pasta) : programa).inicia())) {
                    espera(servidor, porta);
                    for (int i = 0; i < AQUECIMENTOS; i++) {
                        rajada(saldo).dispara();
                    }
                    long antes = escritas(servidor);
                    (copia ? com : sem).add(comAtualizacoes(bancada.servidores(), TOPICO, carga, saldo));
                    if (copia) {
                        escritas.add((double) (escritas(servidor) - antes));
                    }
                }
            }
        }
        Numeros.diz(
                "%n| GET /saldo/{id}, com %,d atualizações/s | pedidos/s | p50, ms | p99, ms |%n|---|---|---|---|",
                atualizacoes);
        UmSaldo.linha("sem cópia", sem);
        UmSaldo.linha("escrevendo cópias, uma depois da outra", com);
        UmSaldo.razao("com ÷ sem", com, sem);
        Numeros.diz("Cópias acabadas em cada rajada de %d s: %s", segundos, Numeros.resumo(escritas, "%.0f"));
    }

    private static long escritas(Processo servidor) {
        return servidor.linhas().stream()
                .filter(linha -> linha.contains("Cópia local do estado escrita"))
                .count();
    }

    private String[] opcoes() {
        return jvm.toArray(String[]::new);
    }

    private static Processo servidor(Programa programa, String servidores, int porta) {
        return comCuidado(programa.comArgumentos(
                        "servidor", "--servidores=" + servidores, "--topico=" + TOPICO, "--porta=" + porta)
                .inicia(System.out::println));
    }

    private static Processo comCuidado(Processo servidor) {
        Runtime.getRuntime().addShutdownHook(new Thread(servidor::close)); // também no Ctrl-C
        return servidor;
    }

    private static void espera(Processo servidor, int porta) {
        long prazo = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try (var conexao = new ConexaoHttp(porta)) {
                conexao.baixa("/saldos?limite=1");
                if (conexao.status() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > prazo || !servidor.vivo()) {
                    throw new IllegalStateException("o servidor não ficou pronto", e);
                }
            }
            Utils.sleep(100);
        }
    }

    /** Cada um na sua JVM, e não na que responde às outras partes: o limite do servidor é o de quem não faz mais nada. */
    private UmSaldo umSaldo(Carga carga, Path raiz, String servidores) {
        var candidatos = new ArrayList<Candidato>();
        candidatos.add(new Candidato(
                "GET /saldo/{id}", porta -> servidor(Programa.jar(raiz, "benchmarks", opcoes()), servidores, porta)));
        candidatos.add(new Candidato(
                "servlet nu",
                porta -> comCuidado(Programa.jar(raiz, "benchmarks", opcoes())
                        .comArgumentos("servlet-nu", "--porta=" + porta)
                        .inicia(System.out::println))));
        var jarDeAntes = antes;
        if (jarDeAntes != null) {
            candidatos.add(new Candidato(
                    "GET /saldo/{id}, antes",
                    porta -> servidor(JarDeAntes.programa(jarDeAntes, raiz, opcoes()), servidores, porta)));
        }
        return new UmSaldo(
                candidatos,
                sorteio -> "/saldo/" + carga.id(sorteio.nextInt(carga.clientes())),
                segundos,
                repeticoes,
                semente);
    }

    private void todosOsSaldos(Path pasta) throws IOException {
        try (var conexao = new ConexaoHttp(porta);
                var sonda = new ConexaoHttp(porta)) {
            var arquivo = pasta.resolve("saldos.json");
            try (var saida = Files.newBufferedWriter(arquivo)) {
                saida.write(" ".repeat(1 << 20).repeat((int) (conexao.baixa("/saldos") >> 20)));
            }
            var nossos = new ArrayList<Double>();
            var doArquivo = new ArrayList<Double>();
            var deAntes = new ArrayList<Double>();
            for (int vez = 0; vez <= repeticoes; vez++) {
                double nosso = megabytesPorSegundo(conexao, "/saldos");
                double copia = megabytesPorSegundo(conexao, "/arquivo?caminho=" + arquivo);
                if (portaDeAntes != 0) {
                    try (var outra = new ConexaoHttp(portaDeAntes)) {
                        double antigo = megabytesPorSegundo(outra, "/saldos");
                        if (vez > 0) {
                            deAntes.add(antigo);
                        }
                    }
                }
                if (vez > 0) {
                    nossos.add(nosso);
                    doArquivo.add(copia);
                }
            }
            Numeros.diz("%n| %,d clientes | MB/s |%n|---|---|", clientes);
            Numeros.diz("| de um arquivo | %s |", Numeros.resumo(doArquivo, "%.0f"));
            Numeros.diz("| GET /saldos | %s |", Numeros.resumo(nossos, "%.0f"));
            Numeros.diz("| razão | %.2f |", Numeros.mediana(nossos) / Numeros.mediana(doArquivo));
            if (portaDeAntes != 0) {
                Numeros.diz("| GET /saldos, antes | %s |", Numeros.resumo(deAntes, "%.0f"));
                Numeros.diz("| agora ÷ antes | %.2f |", Numeros.mediana(nossos) / Numeros.mediana(deAntes));
            }

            long antes = Long.parseLong(sonda.texto("/heap"));
            var maior = new long[1];
            var proxima = new long[] {16 << 20};
            conexao.baixa("/saldos", lidos -> {
                if (lidos >= proxima[0]) {
                    maior[0] = Math.max(maior[0], Long.parseLong(sonda.texto("/heap")) - antes);
                    proxima[0] += 16 << 20;
                }
            });
            Numeros.diz(
                    "Heap a mais durante um GET /saldos (depois de um GC, a cada 16 MB lidos): até %.1f MB",
                    maior[0] / 1e6);
        }
    }

    private double megabytesPorSegundo(ConexaoHttp conexao, String caminho) throws IOException {
        long comecou = System.nanoTime();
        long bytes = conexao.baixa(caminho);
        return bytes * 1e3 / (System.nanoTime() - comecou);
    }

    private void comAtualizacoes(String servidores, Carga carga) {
        Function<Random, String> saldo = sorteio -> "/saldo/" + carga.id(sorteio.nextInt(clientes));
        new Carga(1, carga.semente()).enche(servidores, OUTRO_TOPICO, 1);
        var emRepouso = new ArrayList<Resultado>();
        var emOutroTopico = new ArrayList<Resultado>();
        var atualizando = new ArrayList<Resultado>();
        for (int vez = -AQUECIMENTOS; vez < repeticoes; vez++) {
            var repouso = rajada(saldo).dispara();
            var outro = comAtualizacoes(servidores, OUTRO_TOPICO, carga, saldo);
            var sob = comAtualizacoes(servidores, TOPICO, carga, saldo);
            if (vez >= 0) {
                emRepouso.add(repouso);
                emOutroTopico.add(outro);
                atualizando.add(sob);
            }
        }
        Numeros.diz("%n| GET /saldo/{id} | pedidos/s | p50, ms | p99, ms |%n|---|---|---|---|");
        UmSaldo.linha("em repouso", emRepouso);
        UmSaldo.linha(Numeros.texto("com %,d escritas/s num tópico que o serviço não lê", atualizacoes), emOutroTopico);
        UmSaldo.linha(Numeros.texto("com %,d atualizações/s", atualizacoes), atualizando);
        UmSaldo.razao("atualizações ÷ repouso", atualizando, emRepouso);
        UmSaldo.razao("atualizações ÷ tópico que não lê", atualizando, emOutroTopico);
    }

    private Resultado comAtualizacoes(String servidores, String topico, Carga carga, Function<Random, String> saldo) {
        try (var atualizador = new Atualizador(servidores, topico, carga, atualizacoes)) {
            Utils.sleep(500);
            long enviados = atualizador.enviados();
            long comecou = System.nanoTime();
            var resultado = rajada(saldo).dispara();
            double ritmo = (atualizador.enviados() - enviados) * 1e9 / (System.nanoTime() - comecou);
            if (ritmo < 0.98 * atualizacoes) {
                throw new IllegalStateException("só %.0f atualizações/s".formatted(ritmo));
            }
            return resultado;
        }
    }

    private Rajada rajada(Function<Random, String> caminho) {
        return rajada(porta, caminho);
    }

    private Rajada rajada(int porta, Function<Random, String> caminho) {
        return new Rajada(porta, CONEXOES_COM_ATUALIZACOES, TimeUnit.SECONDS.toNanos(segundos), caminho, semente);
    }
}

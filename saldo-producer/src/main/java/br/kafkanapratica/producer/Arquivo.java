package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Plural;
import br.kafkanapratica.terminal.Tela;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Os saldos de um CSV, lido aos poucos: o arquivo pode ser maior que a memória. */
record Arquivo(Path csv, @Nullable Separador separador) implements Acao {

    /**
     * @param separador null, se é o próprio arquivo que o diz
     * @throws ArquivoIlegivel se não há como ler o arquivo
     */
    static Arquivo abre(String nome, @Nullable Separador separador) throws ArquivoIlegivel {
        try {
            var csv = Path.of(nome).toAbsolutePath().normalize();
            if (!Files.exists(csv)) {
                throw new ArquivoIlegivel("não existe o arquivo " + csv);
            }
            if (Files.isDirectory(csv)) {
                throw new ArquivoIlegivel(csv + " é uma pasta, não um arquivo CSV");
            }
            if (!Files.isReadable(csv)) {
                throw new ArquivoIlegivel("sem permissão para ler " + csv);
            }
            return new Arquivo(csv, separador);
        } catch (InvalidPathException e) {
            throw new ArquivoIlegivel("não é um nome de arquivo: " + nome);
        }
    }

    @Override
    public int executa(ProdutorDeSaldos produtor) throws InterruptedException {
        try (var envio = new EnvioEmMassa(produtor)) {
            var lido = envia(envio);
            envio.espera(confirmadas -> {});
            return resumo(envio, lido);
        }
    }

    /** @param ateOFim se nada ficou por ler */
    private record Lido(long linhas, long comErro, boolean ateOFim) {}

    private Lido envia(EnvioEmMassa envio) {
        long linhas = 0;
        LeituraDoCsv leitura = null;
        boolean ateOFim = false;
        try (var bytes = new Contador(Files.newInputStream(csv));
                var progresso = ProgressoNaTela.de("Lido", Files.size(csv))) {
            leitura = new LeituraDoCsv(bytes, separador);
            for (LinhaDeSaldo linha; envio.continua() && (linha = leitura.proximo(progresso::diz)) != null; ) {
                envio.envia(linha.clienteId(), linha.saldo());
                linhas = leitura.numero();
                progresso.chegaA(bytes.lidos);
            }
            ateOFim = envio.continua();
        } catch (ArquivoIlegivel e) {
            Tela.erro(csv + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            Tela.erro("não consegui ler %s além da linha %d: %s".formatted(csv, linhas, e.getMessage()));
        }
        return new Lido(linhas, leitura == null ? 0 : leitura.comErro(), ateOFim);
    }

    private static int resumo(EnvioEmMassa envio, Lido lido) {
        var falha = envio.falha();
        if (falha != null) {
            Tela.erro("nem tudo até a linha %d foi confirmado: %s".formatted(lido.linhas, falha.getMessage()));
        }
        System.out.println((envio.interrompido() ? "Interrompido na linha " + lido.linhas + ": " : "")
                + Plural.de(envio.confirmadas(), "enviada", "enviadas") + ", "
                + Plural.de(lido.comErro, "linha com erro", "linhas com erro")
                + (envio.naoConfirmadas() == 0
                        ? ""
                        : ", " + Plural.de(envio.naoConfirmadas(), "não confirmada", "não confirmadas")));
        return lido.ateOFim && envio.naoConfirmadas() == 0 && lido.comErro == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** A posição do próprio arquivo não serviria: um pipe ({@code --arquivo /dev/stdin}) não tem posição. */
    private static final class Contador extends FilterInputStream {
        private long lidos;

        Contador(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] destino, int inicio, int tamanho) throws IOException {
            int quantos = super.read(destino, inicio, tamanho);
            lidos += Math.max(0, quantos);
            return quantos;
        }

        /** Quem pergunta é o buffer, e a resposta do arquivo vem da posição. */
        @Override
        public int available() {
            return 0;
        }
    }
}

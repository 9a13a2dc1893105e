package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Tela;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Os saldos de um CSV, lido aos poucos: o arquivo pode ser maior que a memória. */
record Arquivo(Path csv) implements Acao {

    private static final String BOM = "\uFEFF";

    /** @throws EntradaInvalida se não há como ler o arquivo */
    static Arquivo abre(String nome) throws EntradaInvalida {
        try {
            var csv = Path.of(nome).toAbsolutePath().normalize();
            if (!Files.exists(csv)) {
                throw new EntradaInvalida("não existe o arquivo " + csv);
            }
            if (Files.isDirectory(csv)) {
                throw new EntradaInvalida(csv + " é uma pasta, não um arquivo CSV");
            }
            if (!Files.isReadable(csv)) {
                throw new EntradaInvalida("sem permissão para ler " + csv);
            }
            return new Arquivo(csv);
        } catch (InvalidPathException e) {
            throw new EntradaInvalida("não é um nome de arquivo: " + nome);
        }
    }

    @Override
    public int executa(Produtor produtor) {
        var envio = new EnvioEmMassa(produtor, confirmadas -> {});
        long numero = 0;
        long comErro = 0;
        boolean leuTudo = false;
        try (var bytes = new Contador(Files.newInputStream(csv));
                var linhas = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
                var progresso = Progresso.de("Lido", Files.size(csv))) {
            for (String linha; !envio.falhou() && (linha = linhas.readLine()) != null; ) {
                numero++;
                if (numero == 1 && linha.startsWith(BOM)) {
                    linha = linha.substring(1);
                }
                if (linha.isBlank() || numero == 1 && LinhaDeSaldo.ehCabecalho(linha)) {
                    continue;
                }
                try {
                    var lida = LinhaDeSaldo.de(linha);
                    envio.envia(lida.clienteId(), lida.saldo());
                } catch (EntradaInvalida e) {
                    comErro++;
                    progresso.diz("Linha %d: %s.".formatted(numero, e.getMessage()));
                }
                progresso.chegaA(bytes.lidos);
            }
            leuTudo = !envio.falhou();
        } catch (IOException e) {
            Tela.erro("não consegui ler %s além da linha %d: %s".formatted(csv, numero, e.getMessage()));
        }
        envio.espera();
        var falha = envio.falha();
        if (falha != null) {
            Tela.erro("nem tudo até a linha %d foi confirmado: %s".formatted(numero, falha.getMessage()));
        }
        System.out.printf("%d enviadas, %d linhas com erro%n", envio.confirmadas(), comErro);
        return leuTudo && falha == null && comErro == 0 ? 0 : 1;
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
    }
}

package br.kafkanapratica.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.ServerSocketFactory;

/** Um broker KRaft, sozinho ou um de alguns (broker e controller no mesmo processo), que só escuta na interface loopback. */
final class Broker implements AutoCloseable {

    private final Membro membro;
    private final PastaDeDados dados;
    private final ServidorKraft servidor;
    private boolean iniciado;

    private Broker(Membro membro, PastaDeDados dados, ServidorKraft servidor) {
        this.membro = membro;
        this.dados = dados;
        this.servidor = servidor;
    }

    /**
     * Confere a porta, toma posse da pasta e a formata se for nova.
     *
     * @throws NaoPodeIniciar com uma mensagem para quem usa: porta ocupada, pasta em uso por outro broker
     */
    static Broker prepara(Membro membro, Path pasta, boolean limpar) throws NaoPodeIniciar, IOException {
        membro.confere();
        exigePortasLivres(membro);
        var dados = PastaDeDados.abre(pasta, membro, limpar);
        try {
            if (limpar) {
                dados.limpa();
            }
            dados.formataSeNova();
            return new Broker(membro, dados, servidor(membro, dados.log()));
        } catch (IOException | RuntimeException e) {
            dados.close();
            throw e;
        }
    }

    private static ServidorKraft servidor(Membro membro, Path log) throws IOException {
        if (!membro.sozinho()) {
            return servidor(membro, membro.portaDoController(), membro.votantes(), log, ServerSocketFactory.INSTANCE);
        }
        var soquete = SoqueteDoController.emQualquerPorta(membro.porta());
        try {
            var votante = "%d@%s:%d".formatted(membro.id(), ConfiguracaoDoBroker.LOOPBACK, soquete.porta());
            return servidor(membro, soquete.porta(), votante, log, soquete);
        } catch (RuntimeException e) {
            soquete.close();
            throw e;
        }
    }

    private static ServidorKraft servidor(
            Membro membro, int controller, String votantes, Path log, ServerSocketFactory soquetes) {
        var propriedades = ConfiguracaoDoBroker.propriedades(membro, controller, votantes, log);
        return new ServidorKraft(new KafkaConfig(propriedades, false), membro, soquetes);
    }

    /**
     * Volta quando o broker já aceita clientes; um de alguns espera antes pela maioria.
     *
     * @return falso se pediram que parasse antes disso
     * @throws NaoPodeIniciar se alguém tomou uma porta depois de conferida
     */
    boolean inicia() throws NaoPodeIniciar, IOException {
        synchronized (this) {
            iniciado = true;
        }
        try {
            return servidor.inicia();
        } catch (RuntimeException e) {
            if (porPortaOcupada(e)) {
                exigePortasLivres(membro);
            }
            throw e;
        }
    }

    private static boolean porPortaOcupada(Throwable erro) {
        return erro instanceof BindException || erro.getCause() != null && porPortaOcupada(erro.getCause());
    }

    void esperaFim() {
        servidor.esperaFim();
    }

    /** Pode ser chamado mais de uma vez e de outra thread; espera até o broker ter gravado tudo. */
    @Override
    public synchronized void close() {
        if (iniciado) {
            iniciado = false;
            System.out.println("Parando o broker…");
            if (!parou()) {
                System.out.println("Ele ainda iniciava: fica como estava. Os dados continuam em disco.");
                return; // a trava da pasta sai com o processo, que ainda pode estar escrevendo nela
            }
            System.out.println("Broker parado. Os dados continuam em disco.");
        }
        dados.close();
    }

    private boolean parou() {
        try {
            if (servidor.para()) {
                servidor.esperaFim();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static void exigePortasLivres(Membro membro) throws NaoPodeIniciar, IOException {
        exigePortaLivre(membro.porta(), membro);
        if (!membro.sozinho()) {
            exigePortaLivre(membro.portaDoController(), membro);
        }
    }

    private static void exigePortaLivre(int porta, Membro membro) throws NaoPodeIniciar, IOException {
        try (var soquete = new ServerSocket()) {
            soquete.setReuseAddress(true); // como o próprio Kafka: uma conexão antiga em TIME_WAIT não ocupa a porta
            soquete.bind(new InetSocketAddress(InetAddress.getByName(ConfiguracaoDoBroker.LOOPBACK), porta));
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw new NaoPodeIniciar(
                        "o sistema não dá a porta %d a quem não é root: escolha uma acima de 1023, com %s"
                                .formatted(porta, membro.outraPorta()));
            }
            throw new NaoPodeIniciar(("a porta %1$d já está em uso (outro Kafka no ar?). Veja quem a usa com "
                            + "\"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d), ou escolha outra: %2$s")
                    .formatted(porta, membro.outraPorta()));
        }
    }

    /** O broker não pode iniciar; a mensagem diz por que e o que fazer. */
    static final class NaoPodeIniciar extends Exception {
        private static final long serialVersionUID = 1L;

        NaoPodeIniciar(String mensagem) {
            super(mensagem);
        }
    }
}

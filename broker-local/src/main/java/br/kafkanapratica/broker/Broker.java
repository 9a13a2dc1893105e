package br.kafkanapratica.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;

/** Um broker KRaft, sozinho ou um de alguns (broker e controller no mesmo processo), que só escuta na interface loopback. */
final class Broker implements AutoCloseable {

    private final PastaDeDados dados;
    private final ServidorKraft servidor;
    private boolean iniciado;

    private Broker(PastaDeDados dados, ServidorKraft servidor) {
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
        exigePortaLivre(membro.porta());
        if (!membro.sozinho()) {
            exigePortaLivre(membro.portaDoController());
        }
        var dados = PastaDeDados.abre(pasta, membro, limpar);
        try {
            if (limpar) {
                dados.limpa();
            }
            dados.formataSeNova();
            return new Broker(
                    dados, new ServidorKraft(new KafkaConfig(propriedades(membro, dados.log()), false), membro));
        } catch (IOException | RuntimeException e) {
            dados.close();
            throw e;
        }
    }

    private static Map<String, String> propriedades(Membro membro, Path log) throws IOException {
        if (!membro.sozinho()) {
            return ConfiguracaoDoBroker.propriedades(membro, membro.portaDoController(), membro.votantes(), log);
        }
        int controller = outraPorta(membro.porta());
        var votante = "%d@%s:%d".formatted(membro.id(), ConfiguracaoDoBroker.LOOPBACK, controller);
        return ConfiguracaoDoBroker.propriedades(membro, controller, votante, log);
    }

    /**
     * Volta quando o broker já aceita clientes; um de alguns espera antes pela maioria.
     *
     * @return falso se pediram que parasse antes disso
     */
    boolean inicia() {
        synchronized (this) {
            iniciado = true;
        }
        return servidor.inicia();
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

    private static void exigePortaLivre(int porta) throws NaoPodeIniciar, IOException {
        try (var soquete = new ServerSocket()) {
            soquete.setReuseAddress(true); // como o próprio Kafka: uma conexão antiga em TIME_WAIT não ocupa a porta
            soquete.bind(new InetSocketAddress(InetAddress.getByName(ConfiguracaoDoBroker.LOOPBACK), porta));
        } catch (BindException e) {
            throw new NaoPodeIniciar(("a porta %1$d já está em uso (outro Kafka no ar?). Veja quem a usa com "
                            + "\"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d), ou escolha outra: --porta %2$d")
                    .formatted(porta, porta + 1));
        }
    }

    /** O controller de um broker sozinho só conversa com este mesmo processo: qualquer outra porta livre serve, e muda a cada início. */
    private static int outraPorta(int porta) throws IOException {
        try (var soquete = new ServerSocket(0, 1, InetAddress.getByName(ConfiguracaoDoBroker.LOOPBACK))) {
            // A do broker, que ainda não a ocupa, também pode sair.
            return soquete.getLocalPort() == porta ? outraPorta(porta) : soquete.getLocalPort();
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

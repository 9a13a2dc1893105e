package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** O que se aconselha a quem opera tem de funcionar: aqui se escreve como dito, e o Spring Boot o lê. */
class MotivoTest {

    private static final Pattern ARGUMENTO = Pattern.compile("--\\S+=[0-9]+:[0-9]+-[0-9]+");
    private static final Conselhos NO_SPRING = new Conselhos() {
        @Override
        public String ajusteDosPulos(String topico) {
            return "kafka.estado.pular." + topico;
        }
    };
    private static final Pattern VARIAVEL = Pattern.compile("\\(ou (\\w+)=([^)]+)\\)");

    @ParameterizedTest
    @CsvSource({
        "contas, true",
        "vendas.br, true",
        "vendas.v2, true",
        "minhas-contas, false",
        "minhas_contas, false",
        "MinhasContas, false",
        "vendas.2024, false",
        "vendas.2024.x, false"
    })
    void oTrechoSePulaComoSeDiz(String topico, boolean tambemPorVariavel) {
        var dito = new Motivo(topico, "localhost:9092", NO_SPRING, List.of())
                .trechoIlegivel(
                        new TrechoIlegivel(new TopicPartition(topico, 0), 12, "danificado"), OptionalLong.of(13));

        var argumento = ARGUMENTO.matcher(dito);
        assertThat(argumento.find()).as(dito).isTrue();
        assertThat(pulos(new SimpleCommandLinePropertySource(argumento.group())))
                .containsOnlyKeys(topico);

        var variavel = VARIAVEL.matcher(dito);
        assertThat(variavel.find()).as(dito).isEqualTo(tambemPorVariavel);
        if (tambemPorVariavel) {
            assertThat(pulos(new SystemEnvironmentPropertySource(
                            "systemEnvironment", Map.of(variavel.group(1), variavel.group(2)))))
                    .containsOnlyKeys(topico)
                    .containsEntry(topico, List.of(new Pulo(0, 12, 13)));
        }
    }

    /** Quem segue o conselho à letra troca o valor que já lá está. */
    @Test
    void oQueJaSePulaContinuaNoConselho() {
        var dito = new Motivo("contas", "localhost:9092", NO_SPRING, List.of(new Pulo(0, 3, 4), new Pulo(2, 7, 7)))
                .trechoIlegivel(
                        new TrechoIlegivel(new TopicPartition("contas", 1), 20, "danificado"), OptionalLong.of(21));

        var variavel = VARIAVEL.matcher(dito);
        assertThat(variavel.find()).as(dito).isTrue();
        assertThat(dito).contains("--kafka.estado.pular.contas=" + variavel.group(2));
        assertThat(pulos(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of(variavel.group(1), variavel.group(2)))))
                .containsEntry("contas", List.of(new Pulo(0, 3, 4), new Pulo(2, 7, 7), new Pulo(1, 20, 21)));
    }

    @Test
    void quemFazOLogEmCodigoPulaEmCodigo() {
        var dito = new Motivo("contas", "localhost:9092", Conselhos.padrao(), List.of(new Pulo(0, 3, 4)))
                .trechoIlegivel(
                        new TrechoIlegivel(new TopicPartition("contas", 1), 20, "danificado"), OptionalLong.of(21));
        assertThat(dito)
                .endsWith("AjustesDoLog.comPulos(List.of(Pulo.valueOf(\"0:3-4\"), Pulo.valueOf(\"1:20-21\"))).")
                .doesNotContain("--");
    }

    private static Map<String, List<Pulo>> pulos(PropertySource<?> fonte) {
        var fontes = new MutablePropertySources();
        fontes.addLast(fonte);
        var varios = ResolvableType.forClassWithGenerics(List.class, Pulo.class);
        Bindable<Map<String, List<Pulo>>> porTopico = Bindable.of(
                ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class), varios));
        return new Binder(ConfigurationPropertySources.from(fontes)).bindOrCreate("kafka.estado.pular", porTopico);
    }
}

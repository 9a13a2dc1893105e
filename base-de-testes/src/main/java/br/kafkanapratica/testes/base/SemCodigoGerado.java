package br.kafkanapratica.testes.base;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/** As regras de arquitetura são sobre o que nós escrevemos, e não sobre as classes que o AOT do Spring deixa ao lado. */
public final class SemCodigoGerado implements ImportOption {

    private static final Pattern GERADA = Pattern.compile(".*(__|\\$\\$)[^/]*\\.class");

    @Override
    public boolean includes(Location classe) {
        return !classe.matches(GERADA);
    }
}

package br.kafkanapratica.testes.sistema;

/** As falhas do caos. */
enum TipoDeFalha {
    MORTE_DE_ETAPA("kill -9 de uma etapa"),
    PAUSA_DE_ETAPA("SIGSTOP numa etapa"),
    FIM_DE_ETAPA("uma etapa parada por bem, e outra no lugar"),
    RELOGIO_DE_ETAPA("o relógio de uma etapa salta"),
    RELOGIO_DO_BROKER("o relógio de um broker salta"),
    RELOGIO_DO_SALDO("o relógio do saldo-service salta"),
    MORTE_DO_SALDO("kill -9 do saldo-service"),
    PAUSA_DO_SALDO("SIGSTOP no saldo-service"),
    MORTE_DO_BROKER("kill -9 de um broker"),
    PAUSA_DO_BROKER("SIGSTOP num broker"),
    REDE_LENTA("a rede de um broker atrasa"),
    REDE_MUDA("a rede de um broker se cala, sem fechar nada"),
    REDE_DE_UM_SENTIDO("um broker ouve e não se faz ouvir, ou o contrário"),
    RESPOSTA_CORTADA("as respostas de um broker se cortam no meio"),
    CONTROLLER_SEM_REDE("ninguém alcança o controller ativo"),
    DISCO_CHEIO("o disco de um broker enche"),
    SEGMENTO_TRUNCADO("um broker morre e perde o fim de um segmento"),
    REINICIO_EM_ORDEM("os brokers reiniciam, um depois do outro"),
    DUAS_JUNTAS("uma etapa morre enquanto o broker não se alcança");

    private final String oQue;

    TipoDeFalha(String oQue) {
        this.oQue = oQue;
    }

    String oQue() {
        return oQue;
    }
}

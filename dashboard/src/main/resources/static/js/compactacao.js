import { el, envelhece, hora, mostra, numero, plural, por, texto, umPorVez } from './dom.js';
import { Grafico } from './grafico.js';
import { escreve, pega } from './http.js';

const INTERVALO_MS = 1500;
const CONFERENCIAS = 10;
const ESTADOS = {
  VIVO: ['vivo', 'V', 'vale', 'valem'],
  MALFORMADO: ['malformado', 'M', 'malformado', 'malformados'],
  REMOCAO: ['remocao', 'R', 'remoção', 'remoções'],
  SUPERADO: ['superado', 'S', 'superado', 'superados'],
  ENCOBERTO: ['encoberto', 'E', 'encoberto por outra partição', 'encobertos por outra partição'],
  ABORTADO: ['abortado', 'A', 'de uma transação desfeita', 'de transações desfeitas'],
  PENDENTE: ['pendente', 'P', 'à espera de uma transação aberta', 'à espera de uma transação aberta'],
  SEM_CHAVE: ['sem-chave', 'N', 'sem chave', 'sem chave'],
  BURACO: ['buraco', '·', 'buraco', 'buracos'],
};
/** Numa célula de muitos offsets, o que mais importa vem antes, havendo o mesmo tanto. */
const ORDEM = ['MALFORMADO', 'VIVO', 'REMOCAO', 'SUPERADO', 'ENCOBERTO', 'PENDENTE', 'ABORTADO', 'SEM_CHAVE', 'BURACO'];

/** A visão Compactação: o log de `contas` lido de novo enquanto alguém olha. */
export function compactacao() {
  const grafico = new Grafico(por('grafico-compactacao'), [
    { nome: 'registros lidos', cor: '--serie-0' }, { nome: 'chaves', cor: '--serie-1' },
  ]);
  const perto = new Map(); // partição → [de, ate] do trecho que se olha de perto
  let visivel = false;
  let relogio = 0;
  let lidoEm = null;
  let escolhido = null; // partição e offset do registro de que se fala ao lado
  let vezDoRegistro = 0;
  let lidas = ''; // as tiras, como estavam

  async function atualiza() {
    clearTimeout(relogio);
    if (!visivel) return;
    try {
      const tiras = await pega('api/compactacao');
      for (const [numeroDaParticao, [de, ate]] of perto) {
        const qual = tiras.particoes.findIndex((particao) => particao.numero === numeroDaParticao);
        const trecho = qual < 0 ? null : await pega(`api/compactacao/${numeroDaParticao}?de=${de}&ate=${ate}`);
        if (trecho && trecho.celulas.length > 0) tiras.particoes[qual] = trecho;
        else perto.delete(numeroDaParticao); // já não há o que se olhava: o tópico foi recriado, ou o log começa depois
      }
      mostraTiras(tiras);
      idade(tiras.problema === null ? null : tiras.quando);
      const agora = JSON.stringify(tiras.particoes);
      if (escolhido !== null && tiras.problema === null && agora !== lidas) escolhe(...escolhido); // o que valia pode já não valer
      lidas = agora;
    } catch (recusa) {
      aviso(recusa.message);
      if (lidoEm !== null) idade(lidoEm);
    }
    relogio = setTimeout(atualiza, INTERVALO_MS);
  }

  /** O que já não se lê do broker fica, apagado. */
  function idade(desde) {
    envelhece([por('tiras'), por('compactacao-numeros'), por('compactacao-historico'), por('registro')], desde);
    texto(por('compactacao-quando'), desde === null ? 'como está no broker' : `como estava às ${hora(desde)}`);
    por('compactacao-quando').className = desde === null ? '' : 'idade';
  }

  function mostraTiras({ particoes, quando, problema, registros, offsets, chaves, quantos, parcial, semAtivo, historico }) {
    lidoEm = quando;
    const maximo = Math.max(0, ...historico.map((ponto) => ponto.registros ?? 0));
    const doLido = parcial ? ', no que se leu' : '';
    numeros([
      [parcial ? 'registros lidos (há mais no log)' : 'registros no log', registros, parcial],
      ['offsets que o log abrange', offsets],
      ['o máximo de registros nos últimos minutos', maximo, parcial],
      ['chaves, com as removidas', chaves, parcial],
      [`valem${doLido}`, quantos.VIVO],
      [`malformados${doLido}`, quantos.MALFORMADO],
      ['superados, à espera do cleaner', quantos.SUPERADO, parcial],
      ...['ENCOBERTO', 'ABORTADO', 'PENDENTE', 'SEM_CHAVE'].filter((estado) => quantos[estado] > 0)
        .map((estado) => [`${ESTADOS[estado][3]}${doLido}`, quantos[estado]]),
    ]);
    document.querySelectorAll('[data-so-se-ha]').forEach((item) => mostra(item, quantos[item.dataset.soSeHa] > 0));
    aviso([
      problema === null ? '' : `${problema} O que se vê é das ${hora(quando)}.`,
      parcial ? `O log abrange ${numero(offsets)} offsets, e a tira mostra só uma parte: os números são do que se leu (há pelo menos esses), e uma chave pode ter outros registros no que não se leu.` : '',
      ...particoes.filter((particao) => particao.ilegivel !== null).map((particao) =>
        `A partição ${particao.numero} não se lê do offset ${numero(particao.trecho.ate)} em diante, e dali em diante a tira não a mostra (o Kafka diz: ${particao.ilegivel}). Em Saldos, o saldo-service diz como seguir sem o que se perdeu.`),
      semAtivo ?? '',
    ].filter(Boolean).join(' '));
    const tiras = por('tiras');
    while (tiras.children.length < particoes.length) tiras.append(novaTira());
    while (tiras.children.length > particoes.length) tiras.lastElementChild.remove();
    particoes.forEach((particao, i) => tira(tiras.children[i], particao));
    mostra(por('compactacao-historico'), true);
    grafico.troca(historico.map((ponto) => [ponto.quando, ponto.registros, ponto.chaves]));
  }

  function novaTira() {
    const lista = el('div', { class: 'tira', role: 'toolbar' });
    lista.addEventListener('keydown', anda);
    return el('section', { class: 'log' },
      el('h3'),
      el('button', { type: 'button', class: 'secondary outline pequeno', hidden: true }, 'Ver a tira inteira'),
      lista);
  }

  function tira(secao, particao) {
    const [titulo, voltar, lista] = secao.children;
    const { comeco, de, ate, fim } = particao.trecho;
    const lidos = de > comeco || ate < fim ? (ate > de ? ` (lidos: ${numero(de)} a ${numero(ate - 1)})` : ' (nenhum lido)') : '';
    texto(titulo, `Partição ${particao.numero}: ${fim === comeco ? 'vazia' : `offsets ${numero(comeco)} a ${numero(fim - 1)}`}${lidos} · ${
      plural(particao.registros, 'registro', 'registros')}${
      particao.inicioDoAtivo === null ? '' : ` · segmento ativo desde ${numero(particao.inicioDoAtivo)}`}`);
    lista.setAttribute('aria-label', `Partição ${particao.numero}; use as setas para andar`);
    mostra(voltar, perto.has(particao.numero));
    voltar.onclick = () => {
      perto.delete(particao.numero);
      atualiza();
    };
    const celulas = particao.celulas;
    while (lista.children.length > celulas.length) lista.lastElementChild.remove();
    while (lista.children.length < celulas.length) lista.append(el('button', { type: 'button', class: 'celula', tabindex: -1 }));
    celulas.forEach((celula, i) => pinta(lista.children[i], celula, particao));
    if (lista.firstElementChild && !lista.querySelector('[tabindex="0"]')) lista.firstElementChild.tabIndex = 0;
  }

  function pinta(botao, celula, particao) {
    const um = celula.de === celula.ate;
    const [classe, letra, nome] = ESTADOS[dominante(celula.quantos)];
    const ativo = particao.inicioDoAtivo !== null && celula.ate >= particao.inicioDoAtivo;
    const rotulo = um
      ? `offset ${celula.de}: ${nome}${ativo ? ', no segmento ativo' : ''}`
      : `offsets ${celula.de} a ${celula.ate}: ${Object.entries(celula.quantos).map(([estado, n]) => `${numero(n)} ${ESTADOS[estado][n === 1 ? 2 : 3]}`).join(', ')}`;
    const classes = `celula ${classe}${ativo ? ' ativo' : ''}`;
    if (botao.getAttribute('aria-label') !== rotulo || botao.className !== classes) {
      botao.className = classes;
      botao.textContent = letra;
      botao.setAttribute('aria-label', rotulo);
      botao.title = rotulo;
    }
    botao.onclick = () => (um ? escolhe(particao.numero, celula.de) : aproxima(particao.numero, celula));
  }

  function aproxima(particao, { de, ate }) {
    perto.set(particao, [de, ate]);
    atualiza();
  }

  async function escolhe(particao, offset) {
    const minha = ++vezDoRegistro;
    escolhido = [particao, offset];
    try {
      const achado = await pega(`api/compactacao/${particao}/${offset}`);
      if (minha !== vezDoRegistro) return; // já se escolheu outro
      const dito = JSON.stringify([offset, achado]);
      if (por('registro').dataset.agora === dito) return; // o que se selecionou nele continua selecionado
      por('registro').dataset.agora = dito;
      const { registro } = achado;
      por('registro').replaceChildren(
        el('p', {}, el('strong', {}, `Partição ${particao}, offset ${offset}: ${ESTADOS[achado.estado][2]}`),
          achado.noAtivo ? ' (segmento ativo)' : ''),
        el('p', {}, achado.porque),
        registro?.causa ? el('p', { class: 'ruim' }, `Malformado: ${registro.causa}.`) : '',
        registro ? el('dl', {},
          el('dt', {}, 'Chave'), el('dd', {}, el('code', {}, registro.chave ?? '(nula)')),
          el('dt', {}, 'Valor'), el('dd', {}, el('code', {}, registro.valor ?? '(nulo: remoção)')),
          el('dt', {}, 'Quando'), el('dd', {}, `${new Date(registro.quando).toLocaleDateString('pt-BR')} ${hora(registro.quando)}`)) : '');
    } catch (recusa) {
      if (minha !== vezDoRegistro) return;
      delete por('registro').dataset.agora;
      texto(por('registro'), recusa.message);
    }
  }

  por('rolar').addEventListener('click', (evento) => umPorVez(evento.currentTarget, async () => {
    try {
      const { segundos, fins } = await escreve('api/compactacao/rolagem');
      const contagem = el('span', { 'aria-hidden': 'true' }); // um leitor de tela diria um número por segundo
      por('resultado-rolagem').replaceChildren('Escrevi uma remoção sem efeito em cada partição; outra, daqui a pouco, fecha o segmento, se esta não o fechou.', contagem);
      for (let resta = segundos; resta > 0; resta--) {
        texto(contagem, ` ${resta} s`);
        await new Promise((segue) => setTimeout(segue, 1000));
      }
      texto(por('resultado-rolagem'), await confere(fins));
    } catch (recusa) {
      texto(por('resultado-rolagem'), recusa.message);
    }
  }));

  return {
    entra() {
      visivel = true;
      atualiza();
    },
    sai() {
      visivel = false;
    },
  };
}

/** Fechou o que havia se o segmento ativo começa depois: é o que a pasta do broker diz. */
async function confere(fins) {
  let abertas = [];
  let semResposta = null;
  for (let vez = 0; vez < CONFERENCIAS; vez++) {
    const { particoes, semAtivo, problema } = await pega('api/compactacao');
    if (problema === null && semAtivo !== null) {
      return `Escrevi as duas remoções, e não sei se os segmentos fecharam. ${semAtivo}`;
    }
    semResposta = problema;
    abertas = particoes.filter(({ numero: n, inicioDoAtivo }) => inicioDoAtivo === null || inicioDoAtivo < (fins[n] ?? 0));
    if (problema === null && abertas.length === 0) {
      return 'Segmentos fechados. Agora é com o cleaner: no laboratório ele passa a cada segundo.';
    }
    await new Promise((segue) => setTimeout(segue, 1000));
  }
  if (semResposta !== null) return `${semResposta} Não sei se os segmentos fecharam: tente de novo quando ele voltar.`;
  return `O segmento ativo ainda é o mesmo ${abertas.length === 1 ? 'na partição' : 'nas partições'} ${
    abertas.map((particao) => particao.numero).join(', ')}: tente de novo.`;
}

function dominante(quantos) {
  return ORDEM.reduce((maior, estado) => ((quantos[estado] ?? 0) > (quantos[maior] ?? 0) ? estado : maior));
}

function numeros(lista) {
  const onde = por('compactacao-numeros');
  while (onde.children.length < lista.length) onde.append(el('div', { class: 'parcela' }, el('dt'), el('dd')));
  while (onde.children.length > lista.length) onde.lastElementChild.remove();
  lista.forEach(([nome, valor, peloMenos], i) => {
    const [dt, dd] = onde.children[i].children;
    texto(dt, nome);
    texto(dd, `${peloMenos ? '≥ ' : ''}${numero(valor)}`);
  });
}

function aviso(frase) {
  mostra(por('compactacao-aviso'), frase !== '');
  texto(por('compactacao-aviso'), frase);
}

/** Setas, Home e End andam pela tira: um ponto de parada do Tab por partição, e não cento e vinte. */
function anda(evento) {
  const celulas = [...evento.currentTarget.children];
  const aqui = celulas.indexOf(document.activeElement);
  const para = {
    ArrowRight: aqui + 1, ArrowLeft: aqui - 1, Home: 0, End: celulas.length - 1,
  }[evento.key];
  if (aqui < 0 || para === undefined || !celulas[para]) return;
  evento.preventDefault();
  celulas[aqui].tabIndex = -1;
  celulas[para].tabIndex = 0;
  celulas[para].focus();
}

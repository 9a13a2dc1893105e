import { el, hora, mostra, numero, por, texto } from './dom.js';
import { Grafico } from './grafico.js';
import { escreve, pega } from './http.js';

const INTERVALO_MS = 1500;
const ESTADOS = {
  VIVO: ['vivo', 'V', 'vale'],
  SUPERADO: ['superado', 'S', 'superado'],
  REMOCAO: ['remocao', 'R', 'remoção'],
  BURACO: ['buraco', '·', 'buraco'],
};

/** A visão Compactação: o log de `contas` lido de novo enquanto alguém olha. */
export function compactacao() {
  const grafico = new Grafico(por('grafico-compactacao'), [
    { nome: 'registros no log', cor: '--serie-0' }, { nome: 'chaves', cor: '--serie-1' },
  ]);
  const perto = new Map(); // partição → [de, ate] do trecho que se olha de perto
  let visivel = false;
  let relogio = 0;

  async function atualiza() {
    clearTimeout(relogio);
    if (!visivel) return;
    try {
      const tiras = await pega('api/compactacao');
      for (const [numeroDaParticao, [de, ate]] of perto) {
        const trecho = await pega(`api/compactacao/${numeroDaParticao}?de=${de}&ate=${ate}`);
        tiras.particoes[tiras.particoes.findIndex((particao) => particao.numero === numeroDaParticao)] = trecho;
      }
      mostraTiras(tiras);
    } catch (recusa) {
      aviso(recusa.message);
    }
    relogio = setTimeout(atualiza, INTERVALO_MS);
  }

  function mostraTiras({ particoes, parcial, ativoConhecido, pasta, historico }) {
    const registros = particoes.reduce((soma, particao) => soma + particao.registros, 0);
    const chaves = particoes.reduce((soma, particao) => soma + particao.chaves, 0);
    const superados = particoes.reduce((soma, particao) => soma + particao.superados, 0);
    numeros([
      ['registros no log agora', registros],
      ['o máximo que já se viu', Math.max(...historico.map((ponto) => ponto.registros))],
      ['chaves', chaves],
      ['superados, à espera do cleaner', superados],
    ]);
    aviso([
      parcial ? 'O log é grande: a tira e os números são só do fim dele.' : '',
      ativoConhecido ? '' : `Não vejo a pasta do broker (${pasta}), e sem ela não se sabe onde começa o segmento ativo: indique-a em DASHBOARD_PASTADOLOG.`,
    ].filter(Boolean).join(' '));
    const tiras = por('tiras');
    while (tiras.children.length < particoes.length) tiras.append(novaTira());
    while (tiras.children.length > particoes.length) tiras.lastElementChild.remove();
    particoes.forEach((particao, i) => tira(tiras.children[i], particao));
    grafico.troca(historico.map((ponto) => [ponto.quando, ponto.registros, ponto.chaves]));
  }

  function novaTira() {
    const lista = el('div', { class: 'tira', role: 'toolbar' });
    lista.addEventListener('keydown', anda);
    return el('section', { class: 'log' },
      el('h3'),
      el('button', { type: 'button', class: 'secondary outline pequeno voltar', hidden: true }, 'Ver a tira inteira'),
      lista);
  }

  function tira(secao, particao) {
    const [titulo, voltar, lista] = secao.children;
    texto(titulo, `Partição ${particao.numero}: offsets ${numero(particao.inicio)} a ${numero(Math.max(particao.inicio, particao.fim - 1))} · ${
      numero(particao.registros)} registros · ${numero(particao.chaves)} chaves${
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
    const [classe, letra, nome] = ESTADOS[dominante(celula)];
    const ativo = particao.inicioDoAtivo !== null && celula.ate >= particao.inicioDoAtivo;
    const rotulo = um
      ? `offset ${celula.de}: ${nome}${ativo ? ', no segmento ativo' : ''}`
      : `offsets ${celula.de} a ${celula.ate}: ${celula.vivos} valem, ${celula.superados} superados, ${celula.remocoes} remoções, ${celula.buracos} buracos`;
    if (botao.getAttribute('aria-label') !== rotulo) {
      botao.className = `celula ${classe}${ativo ? ' ativo' : ''}`;
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
    try {
      const achado = await pega(`api/compactacao/${particao}/${offset}`);
      const { registro } = achado;
      por('registro').replaceChildren(
        el('p', {}, el('strong', {}, `Partição ${particao}, offset ${offset}: ${ESTADOS[achado.estado][2]}`),
          achado.noAtivo ? ' (segmento ativo)' : ''),
        el('p', {}, achado.porque),
        registro ? el('dl', {},
          el('dt', {}, 'Chave'), el('dd', {}, el('code', {}, registro.chave ?? '(nula)')),
          el('dt', {}, 'Valor'), el('dd', {}, el('code', {}, registro.valor ?? '(nulo: remoção)')),
          el('dt', {}, 'Quando'), el('dd', {}, `${new Date(registro.quando).toLocaleDateString('pt-BR')} ${hora(registro.quando)}`)) : '');
    } catch (recusa) {
      texto(por('registro'), recusa.message);
    }
  }

  por('rolar').addEventListener('click', async (evento) => {
    evento.target.disabled = true;
    try {
      const { segundos } = await escreve('api/compactacao/rolagem');
      for (let resta = segundos; resta > 0; resta--) {
        texto(por('resultado-rolagem'), `Escrevi uma remoção sem efeito em cada partição; outra em ${resta} s fecha o segmento, se esta não o fechou.`);
        await new Promise((segue) => setTimeout(segue, 1000));
      }
      texto(por('resultado-rolagem'), 'Segmentos fechados. Agora é com o cleaner: no laboratório ele passa a cada segundo.');
    } catch (recusa) {
      texto(por('resultado-rolagem'), recusa.message);
    } finally {
      evento.target.disabled = false;
    }
  });

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

function dominante({ vivos, superados, remocoes, buracos }) {
  const maior = Math.max(vivos, superados, remocoes, buracos);
  if (vivos === maior) return 'VIVO';
  if (superados === maior) return 'SUPERADO';
  return remocoes === maior ? 'REMOCAO' : 'BURACO';
}

function numeros(lista) {
  const onde = por('compactacao-numeros');
  while (onde.children.length < lista.length) onde.append(el('div', { class: 'parcela' }, el('dt'), el('dd')));
  lista.forEach(([nome, valor], i) => {
    const [dt, dd] = onde.children[i].children;
    texto(dt, nome);
    texto(dd, numero(valor));
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

import { leSaldos, reais } from './dinheiro.js';
import { comPortas } from './comandos.js';
import { el, envelhece, hora, mostra, numero, plural, por, texto, umPorVez } from './dom.js';
import { escreve, pega } from './http.js';

const POR_PAGINA = 25;
const GUARDADO = 'kafka-na-pratica.saldo-service';
const ESCRITAS_MOSTRADAS = 5;
const RELEITURA_MS = 400;
const RETENTATIVA_MS = 2000;
const SAUDE_MS = 5000; // um programa pausado aceita a conexão e se cala
const CABE_NUMA_LINHA = 40;

/**
 * A visão Saldos: pergunta ao saldo-service só a página que se vê, de novo a cada escrita em `contas` e a cada segundo: o serviço lê o
 * tópico por si, e pode ainda não ter aplicado a escrita que o dashboard já viu.
 */
export function saldos() {
  let api = localStorage.getItem(GUARDADO); // o que se escolheu aqui, ou o desta execução
  let daExecucao = null;
  let vezDaConsulta = 0;
  let apos = [null]; // onde começa cada página até a atual
  let escritasVistas = -1;
  let mostrados = new Map();
  let lendo = false;
  let porLer = false;
  let visivel = false;
  let lidosEm = null; // quando a tabela foi lida, se está preenchida

  async function comeca() {
    try {
      await configura();
      relogio();
    } catch {
      setTimeout(comeca, RETENTATIVA_MS);
    }
  }
  comeca();

  /** De novo se ele não responde: o laboratório pode ter voltado com outras portas. */
  async function configura() {
    daExecucao = (await pega('api/configuracao')).saldo_service;
    const outro = localStorage.getItem(GUARDADO) ?? daExecucao;
    if (outro === api && por('endereco').elements.url.value !== '') return;
    const mudou = api !== null && api !== outro;
    api = outro;
    por('endereco').elements.url.value = api;
    if (mudou) vaiPara([null]);
  }

  async function relogio() {
    if (visivel && api) {
      pede();
      await situacao();
    }
    setTimeout(relogio, 1000);
  }

  async function situacao() {
    const daqui = api;
    const { frase, estado, semContatoDesde } = await pergunta();
    if (daqui !== api) return;
    const linha = por('situacao-saldos');
    linha.dataset.estado = estado;
    const escolhido = estado === 'ruim' && daExecucao !== null && api !== daExecucao
      ? `. Esta página fala com ${api}, escolhido aqui; o desta execução é ${daExecucao}` : '';
    texto(linha, comPortas(`saldo-service ${escolhido ? frase.replace(/\.$/, '') : frase}${escolhido}`));
    if (estado === 'ruim') configura().catch(() => {}); // sem o dashboard, a página já o diz
    idade(estado === 'ruim' ? lidosEm : semContatoDesde);
  }

  /** O que o serviço diz de si: as duas partes da saúde dele, porque pronto não quer dizer vivo. */
  async function pergunta() {
    const outro = { estado: 'ruim', semContatoDesde: null, frase: `não é quem responde em ${api}: é outro programa` };
    try {
      const saude = await pega(`${api}/actuator/health`, JSON.parse, {}, SAUDE_MS);
      return saude?.components?.saldos ? juizo(saude.components) : outro;
    } catch (recusa) {
      const componentes = recusa.corpo?.components;
      if (componentes?.saldos) return juizo(componentes);
      if (recusa.demorou) return { estado: 'ruim', semContatoDesde: null, frase: 'não responde: está pausado, ou ocupado demais' };
      if (recusa.status !== 0 && recusa.status < 500) return outro;
      return {
        estado: 'ruim',
        semContatoDesde: null,
        frase: recusa.status === 0
          ? 'fora do ar, ou não aceita esta página. Para subi-lo: java -jar saldo-service/target/saldo-service.jar'
          : `não está pronto (${recusa.status})`,
      };
    }
  }

  /** A tabela que não se pode ler de novo, ou que o serviço responde da memória, é de antes. */
  function idade(desde) {
    envelhece([por('saldos-lidos')], desde);
    texto(por('idade-saldos'), desde === null ? '' : ` como estavam às ${hora(desde)}`);
  }

  /** Uma leitura por vez; os pedidos que chegam no meio viram uma só. */
  async function pede() {
    if (lendo) {
      porLer = true;
      return;
    }
    lendo = true;
    try {
      await le();
    } finally {
      lendo = false;
      if (porLer) {
        porLer = false;
        setTimeout(pede, RELEITURA_MS);
      }
    }
  }

  async function le() {
    const daqui = api;
    const inicio = apos.at(-1);
    const depois = inicio === null ? '' : `&apos=${encodeURIComponent(inicio)}`;
    try {
      const pagina = await pega(`${api}/saldos?limite=${POR_PAGINA}${depois}`, leSaldos);
      if (daqui === api && inicio === apos.at(-1)) {
        tabela(pagina);
        lidosEm = Date.now();
      }
    } catch {
      // O relógio diz o que há, e desde quando a tabela é a mesma.
    }
  }

  function tabela({ total, corrompidos, clientes }) {
    texto(por('total-saldos'), `${plural(total, 'cliente', 'clientes')}${
      corrompidos ? `, e ${plural(corrompidos, 'com o último registro malformado', 'com o último registro malformado')}` : ''}`);
    mostra(por('saldos-vazio'), total === 0);
    texto(por('qual-pagina'), `página ${numero(apos.length)}`);
    por('pagina-anterior').disabled = apos.length === 1;
    por('pagina-seguinte').disabled = clientes.length < POR_PAGINA;
    const agora = new Map(clientes.map((cliente) => [cliente.cliente_id, cliente]));
    const linhas = JSON.stringify(clientes);
    if (por('tabela-saldos').dataset.agora === linhas) { // o que mudou continua marcado
      mostrados = agora;
      return;
    }
    por('tabela-saldos').dataset.agora = linhas;
    por('tabela-saldos').replaceChildren(...clientes.map((cliente) => {
      const antes = mostrados.get(cliente.cliente_id);
      const mudou = mostrados.size > 0 && (!antes || antes.saldo !== cliente.saldo || antes.timestamp !== cliente.timestamp);
      return el('tr', { class: mudou ? 'mudou' : '' },
        el('th', { scope: 'row' }, cliente.cliente_id),
        valor(cliente.saldo),
        el('td', {}, cliente.timestamp));
    }));
    mostrados = agora;
  }

  function vaiPara(paginas) {
    apos = paginas;
    mostrados = new Map();
    pede();
  }

  // Um clique duplo chega antes da página.
  por('pagina-seguinte').addEventListener('click', () => {
    if (mostrados.size > 0) vaiPara([...apos, [...mostrados.keys()].at(-1)]);
  });
  por('pagina-anterior').addEventListener('click', () => {
    if (apos.length > 1) vaiPara(apos.slice(0, -1));
  });

  por('endereco').addEventListener('submit', (evento) => {
    evento.preventDefault();
    const url = new FormData(evento.target).get('url').replace(/\/+$/, '');
    if (!/^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(url)) {
      texto(por('resultado-consulta'), 'Esta página só fala com esta máquina: http://localhost:porta');
      return;
    }
    api = url;
    if (api === daExecucao) localStorage.removeItem(GUARDADO);
    else localStorage.setItem(GUARDADO, api);
    texto(por('resultado-consulta'), `Uso ${api}.`);
    vaiPara([null]);
  });

  por('consultar').addEventListener('submit', (evento) => {
    evento.preventDefault();
    const id = new FormData(evento.target).get('cliente');
    mostraConsulta(id);
  });

  async function mostraConsulta(id) {
    const minha = ++vezDaConsulta;
    texto(por('resultado-consulta'), 'Consultando…');
    const resposta = await consulta(id, '');
    if (minha === vezDaConsulta) texto(por('resultado-consulta'), `${resposta} (às ${hora(Date.now())})`); // já se perguntou por outro
  }

  async function consulta(id, query) {
    try {
      if (api === null) await configura(); // quem pergunta mal a página abre
    } catch {
      return 'Ainda não sei onde está o saldo-service: o dashboard não o disse.';
    }
    try {
      const saldo = await pega(`${api}/saldo/${encodeURIComponent(id)}${query}`, leSaldos);
      return `${saldo.cliente_id}: ${reais(saldo.saldo)}, desde ${saldo.timestamp}`;
    } catch (recusa) {
      if (recusa.status === 404 && id !== id.trim()) return consulta(id.trim(), query); // colado com espaços
      if (recusa.status === 404) return `${id}: cliente não encontrado`;
      if (recusa.status === 409) {
        return `${id}: o último registro está malformado (${recusa.corpo.causa}; partição ${recusa.corpo.particao}, offset ${recusa.corpo.offset})`;
      }
      return recusa.status === 0 ? 'O saldo-service não respondeu.' : recusa.message;
    }
  }

  por('escrever').addEventListener('submit', (evento) => {
    evento.preventDefault();
    umPorVez(evento.target.querySelector('button'), () => escreveUm(new FormData(evento.target)));
  });

  async function escreveUm(dados) {
    const cliente = dados.get('cliente').trim();
    const linha = el('li', {}, 'Enviando…');
    por('escritas').prepend(linha);
    while (por('escritas').children.length > ESCRITAS_MOSTRADAS) por('escritas').lastElementChild.remove();
    try {
      const comeco = performance.now();
      const escrito = await escreve('api/saldos', { cliente_id: cliente, valor: dados.get('valor') });
      const confirmado = performance.now();
      linha.replaceChildren(
        el('span', {}, `Log: partição ${escrito.particao}, offset ${escrito.offset}, confirmado em ${Math.round(confirmado - comeco)} ms`),
        el('code', {}, escrito.registro));
      consulta(cliente, `?posicao=${escrito.particao}:${escrito.offset}`).then((estado) => { // quem escreve outro não espera por isto
        linha.append(el('span', {}, `Estado: ${estado} (${Math.round(performance.now() - confirmado)} ms depois)`));
      });
    } catch (recusa) {
      texto(linha, `${recusa.incerta ? 'Não sei se escrevi (pode ter sido gravado ou não)' : 'Não escrevi'}: ${recusa.message}`);
      linha.classList.add('ruim');
    }
  }

  return {
    entra() {
      visivel = true;
      if (api) {
        situacao();
        pede();
      }
    },
    sai() {
      visivel = false;
    },
    quadro(quadro, eVisivel) {
      if (eVisivel && api && quadro.contas.escritas !== escritasVistas) {
        escritasVistas = quadro.contas.escritas;
        pede();
      }
    },
  };
}

function juizo({ saldos: { details: detalhes = {} } = {}, leitor = {} }) {
  const semContatoDesde = detalhes.sem_contato_desde ? new Date(detalhes.sem_contato_desde).getTime() : null;
  const motivos = detalhes.impedimentos?.map((um) => um.motivo) ?? (detalhes.motivo ? [detalhes.motivo] : []);
  if (leitor.status === 'DOWN') {
    return { estado: 'ruim', semContatoDesde, frase: `não lê mais o tópico (${leitor.details?.motivo ?? 'sem motivo dito'}): reinicie-o` };
  }
  if (detalhes.situacao === 'reconstruindo') {
    const resta = motivos.length === 0 && detalhes.estimativa_segundos !== undefined ? `, faltam cerca de ${detalhes.estimativa_segundos} s` : '';
    return { estado: 'ruim', semContatoDesde, frase: [`reconstruindo: ${detalhes.percentual}%${resta}`, ...motivos].join('. ') };
  }
  if (detalhes.situacao !== 'pronto') return { estado: 'ruim', semContatoDesde, frase: motivos[0] ?? 'não está pronto' };
  const ressalvas = [
    semContatoDesde === null ? null : `sem contato com o Kafka desde ${hora(semContatoDesde)}: responde da memória`,
    ...motivos,
    detalhes.sem_verificacao ? `não consegue conferir o tópico: ${detalhes.sem_verificacao}` : null,
    detalhes.copia_nao_escrita ? `a cópia local não se deixa escrever: ${detalhes.copia_nao_escrita}` : null,
    detalhes.trechos_pulados ? `sem os trechos pulados: ${detalhes.trechos_pulados.join(', ')}` : null,
  ].filter(Boolean);
  return ressalvas.length === 0
    ? { estado: 'bom', semContatoDesde, frase: detalhes.origem?.includes('cópia') ? `pronto (${detalhes.origem})` : 'pronto' }
    : { estado: 'alerta', semContatoDesde, frase: `pronto, mas ${minuscula(ressalvas.join(' '))}` };
}

const minuscula = (frase) => frase.charAt(0).toLowerCase() + frase.slice(1);

/** Um valor não se parte em duas linhas, a menos que não caiba numa. */
function valor(saldo) {
  const escrito = reais(saldo);
  return el('td', { class: escrito.length > CABE_NUMA_LINHA ? 'numero longo' : 'numero' }, escrito);
}

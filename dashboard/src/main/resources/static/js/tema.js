const GUARDADO = 'kafka-na-pratica.tema';
const TEMAS = [['', 'do sistema'], ['light', 'claro'], ['dark', 'escuro']];

/** Claro, escuro ou o que o sistema disser; a escolha fica no navegador. */
export function tema(botao) {
  let atual = Math.max(0, TEMAS.findIndex(([valor]) => valor === localStorage.getItem(GUARDADO)));
  const aplica = () => {
    const [valor, nome] = TEMAS[atual];
    if (valor) document.documentElement.dataset.theme = valor;
    else delete document.documentElement.dataset.theme;
    botao.textContent = `Tema: ${nome}`;
    document.dispatchEvent(new Event('tema'));
  };
  botao.addEventListener('click', () => {
    atual = (atual + 1) % TEMAS.length;
    localStorage.setItem(GUARDADO, TEMAS[atual][0]);
    aplica();
  });
  aplica();
}
